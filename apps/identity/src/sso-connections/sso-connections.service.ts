import { Injectable } from '@nestjs/common';
import {
  changeSsoConnection,
  createSsoConnection,
  deleteSsoConnection,
  RosterError,
  ssoConnectionEnforced,
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
import { AccessClient } from '../access/access.client.js';
import { recordActivity } from '../activity/activity-log.js';
import { IdentityConfig } from '../config.js';
import { countVerifiedDomains } from '../domains/domain.store.js';
import { lockEnforcement } from './enforcement.js';
import { OtherEntrances } from './other-entrances.store.js';
import { SsoConnectionEntity } from './sso-connection.entity.js';
import { toSsoConnection } from './sso-connection.js';
import { findConnection, SsoConnectionStore } from './sso-connection.store.js';

/** The ways in through identity providers, as administrators set them up. */
@Injectable()
export class SsoConnectionsService {
  constructor(
    private readonly access: AccessClient,
    private readonly config: IdentityConfig,
    private readonly database: Database,
    private readonly entrances: OtherEntrances,
    private readonly idempotency: Idempotency,
    private readonly store: SsoConnectionStore,
  ) {}

  /** The latest first. */
  list(query: PageQuery, call: CallContext): Promise<SsoConnectionPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    return this.database.inAccount(accountId, async (manager) => {
      const where = { accountId, ...(page.after && { id: LessThan(page.after) }) };
      const rows = await manager.find(SsoConnectionEntity, { where, order: { id: 'desc' }, take: page.limit + 1 });
      return answerOf(page, rows, (row) => this.shown(row));
    });
  }

  get({ connectionId }: SsoConnectionId, call: CallContext): Promise<SsoConnection> {
    const { accountId } = signedIn(call);
    return this.database.inAccount(accountId, async (manager) =>
      this.shown(await findConnection(manager, accountId, connectionId)),
    );
  }

  async create(input: CreateSsoConnection, context: CallContext): Promise<SsoConnection> {
    const call = signedInPerson(context);
    const row = await this.store.newConnection(input, call);
    const { provisions, roleIds } = row;
    if (provisions) await this.access.assignable(roleIds, call);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, createSsoConnection, input, async () => {
        await manager.insert(SsoConnectionEntity, row);
        await note(manager, row, 'sso-connection.created', call);
        return this.shown(row);
      }),
    );
  }

  async change(input: ChangeSsoConnection, context: CallContext): Promise<SsoConnection> {
    const call = signedInPerson(context);
    const { accountId, actor } = call;
    const before = await this.database.inAccount(accountId, (manager) =>
      findConnection(manager, accountId, input.connectionId),
    );
    // Whoever sets or confirms the roles must be able to give them, and answers for them from then on.
    const regrants = input.roleIds !== undefined || (input.provisions === true && !before.provisions);
    if (regrants) await this.access.assignable(input.roleIds ?? before.roleIds, call);
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, changeSsoConnection, input, async () => {
        await lockEnforcement(manager, accountId);
        const row = await findConnection(manager, accountId, input.connectionId);
        const next = this.store.changed(row, input, regrants ? actor.memberId : row.granterId);
        await assertEnforceable(manager, row, next);
        await manager.update(SsoConnectionEntity, { accountId, id: row.id }, next);
        await note(manager, next, 'sso-connection.changed', call);
        if (next.enforced && !row.enforced) await this.entrances.close(manager, row, actor.sessionId);
        return this.shown(next);
      }),
    );
  }

  delete(input: SsoConnectionId, context: CallContext): Promise<Nothing> {
    const call = signedInPerson(context);
    const { accountId } = call;
    return this.database.inAccount(accountId, (manager) =>
      this.idempotency.run(manager, call, deleteSsoConnection, input, async () => {
        await lockEnforcement(manager, accountId);
        const row = await findConnection(manager, accountId, input.connectionId);
        if (row.enforced) throw new RosterError(ssoConnectionEnforced);
        await manager.delete(SsoConnectionEntity, { accountId, id: row.id });
        await this.entrances.forgetIssuer(manager, accountId, row.issuer);
        await note(manager, row, 'sso-connection.deleted', call);
        return {};
      }),
    );
  }

  private shown(row: SsoConnectionEntity): SsoConnection {
    return toSsoConnection(row, this.config.PUBLIC_URL);
  }
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

const note = (
  manager: EntityManager,
  { id, name, enforced, provisions }: SsoConnectionEntity,
  action: string,
  call: SignedInPerson,
) => {
  const details = { connectionId: id, name, enforced: String(enforced), provisions: String(provisions) };
  return recordActivity(manager, { accountId: call.accountId, memberId: call.actor.memberId, action, details }, call);
};
