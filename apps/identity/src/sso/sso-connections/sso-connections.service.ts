import { Injectable } from '@nestjs/common';
import {
  accountNotOwner,
  changeSsoConnection,
  createSsoConnection,
  deleteSsoConnection,
  RosterError,
  serviceUnavailable,
  ssoConnectionEnforced,
  ssoConnectionNotFound,
  ssoDomainRequired,
  ssoEnforcedElsewhere,
  type CallContext,
  type ChangeSsoConnection,
  type CreateSsoConnection,
  type Nothing,
  type PageQuery,
  type SsoConnection,
  type SsoConnectionId,
  type SsoConnectionPage,
} from '@roster/contracts';
import {
  answerOf,
  Database,
  Idempotency,
  pageOf,
  signedIn,
  signedInPerson,
  type SignedInPerson,
} from '@roster/service-kit';
import { LessThan, Not, type EntityManager } from 'typeorm';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { partOf, recordAct } from '../../core/acts.js';
import { countVerifiedDomains } from '../domains/domain.store.js';
import { provisioningOf } from '../provisioning/provisioning.js';
import { ProvisioningService } from '../provisioning/provisioning.service.js';
import { ConnectionGranter } from './connection-granter.js';
import { lockEnforcement } from '../../people/accounts/enforcement.js';
import { OtherSignInMethods } from './other-sign-in-methods.store.js';
import { SsoConnectionEntity } from '../../people/accounts/sso-connection.entity.js';
import { isMoreThanName } from './sso-connection.js';
import { findConnection, SsoConnectionStore } from './sso-connection.store.js';

interface Changing {
  readonly input: ChangeSsoConnection;
  /** The connection about which access was asked. */
  readonly before: SsoConnectionEntity;
  /** Who vouches for it from now on. */
  readonly granterId: string;
  /** What it gives from now on, if that was asked about. */
  readonly roleIds?: string[];
}

/** Connections to identity providers, as administrators set them up. */
@Injectable()
export class SsoConnectionsService {
  constructor(
    private readonly granter: ConnectionGranter,
    private readonly database: Database,
    private readonly otherMethods: OtherSignInMethods,
    private readonly idempotency: Idempotency,
    private readonly provisioning: ProvisioningService,
    private readonly store: SsoConnectionStore,
  ) {}

  /** The latest first. */
  async list(query: PageQuery, call: CallContext): Promise<SsoConnectionPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    const { items: ids, nextCursor } = await this.database.inAccount(accountId, async (manager) => {
      const where = { accountId, ...(page.after && { id: LessThan(page.after) }) };
      const rows = await manager.find(SsoConnectionEntity, { where, order: { id: 'desc' }, take: page.limit + 1 });
      return answerOf(page, rows, ({ id }) => id);
    });
    const rows = await this.provisioning.review(accountId, ids, call);
    return { items: rows.map((row) => this.store.shown(row)), nextCursor };
  }

  async get({ connectionId }: SsoConnectionId, call: CallContext): Promise<SsoConnection> {
    const { accountId } = signedIn(call);
    const [row] = await this.provisioning.review(accountId, [connectionId.toLowerCase()], call);
    if (!row) throw new RosterError(ssoConnectionNotFound);
    return this.store.shown(row);
  }

  async create(input: CreateSsoConnection, context: CallContext): Promise<SsoConnection> {
    const call = signedInPerson(context);
    const asked = await this.store.newConnection(input, call);
    const givesRoles = asked.provisions || asked.roleIds.length > 0;
    const created = await this.granter.vouching(asked, { givesRoles }, call, (roleIds) =>
      this.database.inAccount(call.accountId, (manager) =>
        this.idempotency.run(manager, call, createSsoConnection, input, async () => {
          const row = { ...asked, roleIds };
          if (row.trustsAddresses) await requireOwner(manager, call);
          await manager.insert(SsoConnectionEntity, row);
          await note(manager, 'sso-connection.created', [null, row], call);
          return this.store.shown(row);
        }),
      ),
    );
    return this.saved(created, call);
  }

  async change(input: ChangeSsoConnection, context: CallContext): Promise<SsoConnection> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const before = await this.database.inAccount(accountId, (manager) =>
      findConnection(manager, accountId, input.connectionId),
    );
    await this.granter.requireBelow(changeSsoConnection, input, call);
    if (!isMoreThanName(input)) {
      return this.saved(await this.commit({ input, before, granterId: before.granterId }, call), call);
    }
    const next = this.store.changed(before, input, actor.memberId);
    const areKept = input.roleIds === undefined;
    const givesRoles = next.provisions || !areKept;
    const changed = await this.granter.vouching(next, { givesRoles, areKept }, call, (roleIds) =>
      this.commit({ input, before, granterId: actor.memberId, roleIds }, call),
    );
    return this.saved(changed, call);
  }

  /** The answer with what the connection does now. Whoever saved it sees that, so no mail tells of it. */
  private async saved(answer: SsoConnection, call: SignedInPerson): Promise<SsoConnection> {
    const [row] = await this.provisioning.review(call.accountId, [answer.id], call, { isNews: false });
    return row ? { ...answer, roleIds: row.roleIds, provisioning: provisioningOf(row) } : answer;
  }

  private commit({ input, before, granterId, roleIds }: Changing, call: SignedInPerson): Promise<SsoConnection> {
    const { accountId, actor } = call;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, changeSsoConnection, input, async () => {
        await lockEnforcement(manager, accountId);
        const row = await findConnection(manager, accountId, input.connectionId);
        requireSame(before, row);
        const changed = this.store.changed(row, { ...input, ...(roleIds && { roleIds }) }, granterId);
        const next = await ownersChoice(manager, { row, next: changed, input }, call);
        await assertEnforceable(manager, row, next);
        await manager.update(SsoConnectionEntity, { accountId, id: row.id }, next);
        await note(manager, 'sso-connection.changed', [row, next], call);
        if (next.clientId !== row.clientId) await this.otherMethods.forget(manager, row);
        if (next.enforced && !row.enforced) await this.otherMethods.close(manager, row, actor);
        return this.store.shown(next);
      }),
    );
  }

  async delete(input: SsoConnectionId, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId } = call;
    await this.granter.requireBelow(deleteSsoConnection, input, call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, deleteSsoConnection, input, async () => {
        await lockEnforcement(manager, accountId);
        const row = await findConnection(manager, accountId, input.connectionId);
        if (row.enforced) throw new RosterError(ssoConnectionEnforced);
        await manager.delete(SsoConnectionEntity, { accountId, id: row.id });
        await this.otherMethods.forget(manager, row);
        await note(manager, 'sso-connection.deleted', [row, null], call);
        return {};
      }),
    );
  }
}

/** Rejects if the connection has changed since access was asked about it, so that a try begins again. */
function requireSame(
  asked: SsoConnectionEntity,
  { granterId, enforced, provisions, roleIds }: SsoConnectionEntity,
): void {
  const isSame = asked.granterId === granterId && asked.enforced === enforced && asked.provisions === provisions;
  if (isSame && asked.roleIds.join() === roleIds.join()) return;
  throw new RosterError(serviceUnavailable, 'Somebody else changed this connection at the same time. Try again');
}

async function assertEnforceable(
  manager: EntityManager,
  before: SsoConnectionEntity,
  { accountId, id, enforced }: SsoConnectionEntity,
): Promise<void> {
  if (!enforced || before.enforced) return;
  const other = { accountId, enforced: true, id: Not(id) };
  if (await manager.existsBy(SsoConnectionEntity, other)) throw new RosterError(ssoEnforcedElsewhere);
  if ((await countVerifiedDomains(manager, accountId)) === 0) throw new RosterError(ssoDomainRequired);
}

/**
 * Only the owner begins to trust a provider with addresses. Another client id is another application of the provider's,
 * which the owner has not chosen to trust.
 */
async function ownersChoice(
  manager: EntityManager,
  { row, next, input }: { row: SsoConnectionEntity; next: SsoConnectionEntity; input: ChangeSsoConnection },
  call: SignedInPerson,
): Promise<SsoConnectionEntity> {
  if (!next.trustsAddresses) return next;
  const isSame = row.trustsAddresses && next.clientId === row.clientId;
  if (isSame || (await isOwner(manager, call))) return next;
  if (input.trustsAddresses) throw new RosterError(accountNotOwner);
  return { ...next, trustsAddresses: false };
}

async function requireOwner(manager: EntityManager, call: SignedInPerson): Promise<void> {
  if (!(await isOwner(manager, call))) throw new RosterError(accountNotOwner);
}

const isOwner = async (manager: EntityManager, { accountId, actor }: SignedInPerson): Promise<boolean> =>
  (await findAccount(manager, accountId)).ownerMemberId === actor.memberId;

/** What the audit trail says of a connection: everything but its secret, of which only that it was changed. */
const factsOf = ({
  kind,
  name,
  issuer,
  clientId,
  enforced,
  provisions,
  trustsSecondFactor,
  trustsAddresses,
  roleIds,
  granterId,
}: SsoConnectionEntity) => ({
  kind,
  name,
  issuer,
  clientId,
  enforced,
  provisions,
  trustsSecondFactor,
  trustsAddresses,
  roleIds,
  granterId,
});

async function note(
  manager: EntityManager,
  action: 'sso-connection.created' | 'sso-connection.changed' | 'sso-connection.deleted',
  [before, after]: readonly [SsoConnectionEntity | null, SsoConnectionEntity | null],
  call: SignedInPerson,
): Promise<void> {
  const id = (after ?? before)?.id ?? '';
  const isNewSecret = before && after && before.clientSecret !== after.clientSecret;
  const parts = [
    ...partOf({ kind: 'sso-connection', id }, before && factsOf(before), after && factsOf(after)),
    ...(isNewSecret ? [{ kind: 'sso-secret', id, before: null, after: { changed: true } }] : []),
  ];
  if (parts.length === 0) return;
  await recordAct(manager, call.accountId, { action, target: { type: 'sso-connection', id }, parts }, call);
}
