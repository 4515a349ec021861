import { Injectable } from '@nestjs/common';
import {
  RosterError,
  ssoRefused,
  type BrowserBinding,
  type SsoAuthorization,
  type SsoConnectionId,
  type SsoResponse,
} from '@roster/contracts';
import { Database, type SignedInPerson } from '@roster/service-kit';
import type { AuthorizationPurpose } from '../oauth-states/authorization.entity.js';
import { AuthorizationStore } from '../oauth-states/authorization.store.js';
import { PublicUrlConfig } from '../../core/public-url.config.js';
import type { Claims } from '../identity-providers/claims.js';
import { RelyingParty } from '../identity-providers/relying-party.js';
import type { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { redirectUriOf } from '../sso-connections/sso-connection.js';
import { findConnection, SsoConnectionStore } from '../sso-connections/sso-connection.store.js';

type Purpose = Exclude<AuthorizationPurpose, 'connect'>;

/** A person for whom a provider vouches, and the account's connection to it. */
export interface VouchedPerson {
  readonly connection: SsoConnectionEntity;
  readonly claims: Claims;
}

const SCOPE = 'openid email profile';

/** Asks providers who somebody is, and reads their answers. Never within a transaction. */
@Injectable()
export class SsoQuestions {
  constructor(
    private readonly authorizations: AuthorizationStore,
    private readonly config: PublicUrlConfig,
    private readonly connections: SsoConnectionStore,
    private readonly database: Database,
    private readonly provider: RelyingParty,
  ) {}

  /** Rejects with `sso-connection.not-found` and `sso.unreachable`. */
  async ask(
    { accountId, connectionId, bindingHash }: { accountId: string } & SsoConnectionId & BrowserBinding,
    purpose: Purpose,
    actor?: SignedInPerson['actor'],
  ): Promise<SsoAuthorization> {
    const connection = await this.connection(accountId, connectionId);
    const asker = actor && { userId: actor.userId, sessionId: actor.sessionId };
    const asked = await this.authorizations.begin({
      purpose,
      accountId,
      target: connectionId,
      bindingHash,
      ...asker,
    });
    const redirectUri = redirectUriOf(this.config.PUBLIC_URL, connectionId);
    const asking = { scope: SCOPE, reauthenticates: purpose === 'renew' };
    const url = await this.provider.questionUrl(
      this.connections.providerOf(connection),
      { ...asked, redirectUri },
      asking,
    );
    return { url, expiresAt: asked.expiresAt.toISOString() };
  }

  /**
   * Rejects with `sso.refused`, `sso.unreachable`, and `sso-connection.not-found` if the connection was deleted in the
   * meantime.
   */
  async answer(input: SsoResponse, purpose: Purpose, actor?: SignedInPerson['actor']): Promise<VouchedPerson> {
    const { connectionId: target, state, bindingHash } = input;
    const sessionId = actor && { sessionId: actor.sessionId };
    const asked = await this.authorizations.take({ state, bindingHash, purpose, target, ...sessionId });
    const { accountId, nonce, verifier } = asked;
    if (accountId === null) throw new RosterError(ssoRefused);
    const connection = await this.connection(accountId, target);
    const question = { redirectUri: redirectUriOf(this.config.PUBLIC_URL, target), state, nonce, verifier };
    const provider = this.connections.providerOf(connection);
    const claims = await this.provider.claims(provider, question, input, { reauthenticates: purpose === 'renew' });
    return { connection, claims };
  }

  private connection(accountId: string, connectionId: string): Promise<SsoConnectionEntity> {
    return this.database.inAccount(accountId, (manager) => findConnection(manager, accountId, connectionId));
  }
}
