import { Inject, Injectable } from '@nestjs/common';
import {
  connectionNotFound,
  connectionUnknown,
  RosterError,
  unknownName,
  type CallContext,
  type Connection,
  type ConnectionList,
  type ConnectionProvider,
  type FinishConnection,
  type Nothing,
  type SsoAuthorization,
  type StartConnection,
} from '@roster/contracts';
import { Database, LOGGER, signedInPerson, type Logger, type SignedInPerson } from '@roster/service-kit';
import type { TokenEndpointResponse } from 'openid-client';
import type { EntityManager } from 'typeorm';
import { recordActivity } from '../../people/activity/activity-log.js';
import { AuthorizationStore } from '../oauth-states/authorization.store.js';
import { ThirdPartiesConfig } from './third-parties.config.js';
import { readThirdParties, type ThirdParty } from './third-parties.js';
import { RelyingParty } from '../identity-providers/relying-party.js';
import { Secrets } from '../../core/secrets.js';
import { ConnectionEntity } from '../../credentials/connection.entity.js';
import { connectionRedirectUri, providerOf, scopesOf, toConnection } from './third-party.js';

const belongingOf = ({ userId, provider }: { userId: string; provider: string }) => ({
  purpose: 'connection',
  owner: `${userId}|${provider}`,
});

/** A person's accounts at third parties (ID-40, ID-41, SC-21). */
@Injectable()
export class ConnectionsService {
  private readonly parties: readonly ThirdParty[];

  constructor(
    private readonly authorizations: AuthorizationStore,
    private readonly config: ThirdPartiesConfig,
    private readonly database: Database,
    private readonly provider: RelyingParty,
    private readonly secrets: Secrets,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.parties = readThirdParties(config.THIRD_PARTIES);
  }

  async list(call: CallContext): Promise<ConnectionList> {
    const { userId } = signedInPerson(call).actor;
    const rows = await this.database.transaction((manager) => manager.findBy(ConnectionEntity, { userId }));
    const items = this.parties.map((party) =>
      toConnection(
        party,
        rows.find(({ provider }) => provider === party.id),
      ),
    );
    return { items, nextCursor: null };
  }

  async start({ provider, scopes, bindingHash }: StartConnection, call: CallContext): Promise<SsoAuthorization> {
    const { userId, sessionId } = signedInPerson(call).actor;
    const party = this.party(provider);
    const asked = scopesOf(party, scopes);
    const question = { purpose: 'connect', accountId: null, target: party.id, bindingHash, userId, sessionId } as const;
    const { expiresAt, ...begun } = await this.authorizations.begin({ ...question, scopes: asked });
    const redirectUri = connectionRedirectUri(this.config.PUBLIC_URL, party);
    // Asks for consent again. Otherwise the third party might answer with what was granted before.
    const asking = { scope: asked.join(' '), prompt: 'consent' };
    const url = await this.provider.questionUrl(providerOf(party), { ...begun, redirectUri }, asking);
    return { url, expiresAt: expiresAt.toISOString() };
  }

  async finish(input: FinishConnection, context: CallContext): Promise<Connection> {
    const call = signedInPerson(context);
    const party = this.party(input.provider);
    const { sessionId } = call.actor;
    const { state, bindingHash } = input;
    const asked = await this.authorizations.take({
      state,
      bindingHash,
      purpose: 'connect',
      target: party.id,
      sessionId,
    });
    const question = { ...asked, state, redirectUri: connectionRedirectUri(this.config.PUBLIC_URL, party) };
    const tokens = await this.provider.tokens(providerOf(party), question, input);
    const row = this.rowOf(party, call, tokens, asked.scopes);
    const before = await this.database.inAccount(call.accountId, (manager) => keep(manager, row, call));
    if (before) await this.giveBack(party, before);
    return toConnection(party, row);
  }

  async delete({ provider }: ConnectionProvider, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const { userId, memberId } = actor;
    const row = await this.database.inAccount(accountId, async (manager) => {
      const key = { userId, provider };
      const found = await manager.findOne(ConnectionEntity, { where: key, lock: { mode: 'pessimistic_write' } });
      if (!found) throw new RosterError(connectionNotFound);
      await manager.delete(ConnectionEntity, key);
      await recordActivity(manager, { accountId, memberId, action: 'connection.deleted', details: { provider } }, call);
      return found;
    });
    const party = this.parties.find(({ id }) => id === provider);
    if (party) await this.giveBack(party, row);
    return {};
  }

  private rowOf(
    { id: provider }: ThirdParty,
    { actor: { userId } }: SignedInPerson,
    { access_token, refresh_token, expires_in, scope }: TokenEndpointResponse,
    asked: string[],
  ): ConnectionEntity {
    const connectedAt = new Date();
    const belonging = belongingOf({ userId, provider });
    return {
      userId,
      provider,
      // The answer leaves the scopes out if they are those that were asked for (RFC 6749, 5.1).
      scopes: scope === undefined ? asked : scope.split(' ').filter((one) => one !== ''),
      accessToken: this.secrets.seal(access_token, belonging),
      refreshToken: refresh_token === undefined ? null : this.secrets.seal(refresh_token, belonging),
      tokenExpiresAt: expires_in === undefined ? null : new Date(connectedAt.getTime() + expires_in * 1_000),
      connectedAt,
    };
  }

  /** Best effort: tokens that we forget cannot be used by us, whatever the third party does. */
  private async giveBack(party: ThirdParty, row: ConnectionEntity): Promise<void> {
    const belonging = belongingOf(row);
    const tokens = [row.refreshToken, row.accessToken].filter((token) => token !== null);
    try {
      for (const token of tokens) await this.provider.revoke(providerOf(party), this.secrets.open(token, belonging));
    } catch (err) {
      this.logger.warn({ err, provider: party.id }, 'A third party did not revoke its tokens');
    }
  }

  /** Rejects with `connection.unknown`. */
  private party(id: string): ThirdParty {
    const party = this.parties.find((one) => one.id === id);
    if (!party)
      throw unknownName(
        connectionUnknown,
        this.parties.map((one) => one.id),
      );
    return party;
  }
}

/** Replaces the row. Resolves with the earlier one. */
async function keep(
  manager: EntityManager,
  row: ConnectionEntity,
  call: SignedInPerson,
): Promise<ConnectionEntity | null> {
  const { userId, provider, scopes } = row;
  const where = { userId, provider };
  const before = await manager.findOne(ConnectionEntity, { where, lock: { mode: 'pessimistic_write' } });
  await manager.upsert(ConnectionEntity, row, ['userId', 'provider']);
  const act = { accountId: call.accountId, memberId: call.actor.memberId, action: 'connection.made' };
  await recordActivity(manager, { ...act, details: { provider, scopes: scopes.join(' ') } }, call);
  return before;
}
