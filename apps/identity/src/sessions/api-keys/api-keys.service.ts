import { Injectable } from '@nestjs/common';
import {
  apiKeyNotFound,
  memberActivated,
  memberDeleted,
  revokeApiKey,
  RosterError,
  sessionEnded,
  toAct,
  type Act,
  type ApiKeyCreated,
  type ApiKeyId,
  type ApiKeyPage,
  type CallContext,
  type CreateApiKey,
  type Envelope,
  type MemberChange,
  type PageQuery,
  type RoleReference,
} from '@roster/contracts';
import {
  answerOf,
  Database,
  Idempotency,
  invalid,
  Outbox,
  pageOf,
  signedIn,
  signedInPerson,
  type SignedInPerson,
} from '@roster/service-kit';
import { In, IsNull, LessThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccessClient } from '../../neighbours/access.client.js';
import { Ceiling } from '../../people/ceiling.js';
import { findAccount } from '../../people/accounts/accounts.service.js';
import { partOf } from '../../core/acts.js';
import { DAY } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import { MemberRolesEntity } from '../../people/member-labels/member-roles.entity.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { memberChange, newMember } from '../../people/members/member.js';
import { changeMember, findMember, lockMember, present } from '../../people/members/members.store.js';
import { hashToken } from '../../core/tokens/token.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { newSecret, readNetworks, toApiKey } from './api-key.js';

/** API keys. Each has a service account of its own: a member without a person (S53). */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly access: AccessClient,
    private readonly ceiling: Ceiling,
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly mails: Mails,
    private readonly outbox: Outbox,
  ) {}

  /** The latest first, without revoked ones. */
  list(query: PageQuery, call: CallContext): Promise<ApiKeyPage> {
    const { accountId } = signedIn(call);
    const page = pageOf(query);
    return this.database.inAccount(accountId, async (manager) => {
      const rows = await manager.find(ApiKeyEntity, {
        where: { accountId, revokedAt: IsNull(), ...(page.after && { id: LessThan(page.after) }) },
        order: { id: 'desc' },
        take: page.limit + 1,
      });
      const held = await rolesOf(manager, accountId, rows);
      return answerOf(page, rows, (row) => toApiKey(row, held.get(row.memberId) ?? []));
    });
  }

  /** Takes no idempotency key: an answer with a secret must not be stored, and an extra key is easily revoked. */
  async create(input: CreateApiKey, context: CallContext): Promise<ApiKeyCreated> {
    const call = signedInPerson(context);
    const networks = readNetworks(input.networks ?? []);
    const { key, prefix } = newSecret();
    const { roleIds } = input;
    const memberId = uuidv7();
    const secured = { ...input, memberId, networks, prefix, tokenHash: hashToken(key) };
    const { created, envelope } = await this.access.promising({ roleIds, memberIds: [memberId] }, call, ({ roles }) =>
      this.database.inAccount(call.accountId, (manager) => this.commit(manager, { ...secured, roles }, call)),
    );
    return { ...created, key, ...(await this.access.applied(envelope, call)) };
  }

  /**
   * Rejects unless the actor may act on both the key's service account and its maker, so that nobody revokes the key of
   * a maker above them. Resolves with the service account that the key acted as.
   */
  async revoke(input: ApiKeyId, context: CallContext): Promise<{ memberId: string }> {
    const call = signedIn(context);
    const { accountId, actor } = call;
    const whom = (manager: EntityManager) => behind(manager, { accountId, id: input.apiKeyId }, actor.memberId);
    await this.ceiling.require({ contract: revokeApiKey, input, call }, whom);
    return this.database.inAccount(call.accountId, (manager) =>
      this.idempotency.run(manager, call, revokeApiKey, input, async () => {
        const where = { accountId, id: input.apiKeyId, revokedAt: IsNull() };
        const row = await manager.findOne(ApiKeyEntity, { where, lock: { mode: 'pessimistic_write' } });
        if (!row) throw new RosterError(apiKeyNotFound);
        await manager.update(ApiKeyEntity, { accountId, id: row.id }, { revokedAt: new Date() });
        await this.close(manager, row, call);
        return { memberId: row.memberId };
      }),
    );
  }

  private async commit(
    manager: EntityManager,
    input: Omit<CreateApiKey, 'networks'> & Secured,
    call: SignedInPerson,
  ): Promise<{ created: ReturnType<typeof toApiKey>; envelope: Envelope<MemberChange> }> {
    const { accountId, actor, traceparent } = call;
    const { memberId, name, networks, permissions = null, prefix, tokenHash, roles, expiresInDays } = input;
    const account = await findAccount(manager, accountId);
    if (account.ipRestrictions && networks.length === 0) {
      throw invalid({ path: 'networks', message: 'is required: this account restricts network addresses' });
    }
    const createdAt = new Date();
    const service = serviceAccount({ accountId, id: memberId, name, roles, createdAt });
    await manager.insert(MemberEntity, service);
    const { roleIds } = service;
    await manager.insert(MemberRolesEntity, { accountId, memberId, roleIds, roles, version: 0 });
    const row: ApiKeyEntity = {
      accountId,
      id: uuidv7(),
      memberId,
      makerId: actor.memberId,
      name,
      prefix,
      tokenHash,
      permissions,
      networks,
      createdAt,
      expiresAt: expiresInDays === undefined ? null : new Date(createdAt.getTime() + expiresInDays * DAY),
      lastUsedAt: null,
      lastUsedAddress: null,
      revokedAt: null,
    };
    await manager.insert(ApiKeyEntity, row);
    await this.tell(manager, row, account.name, call);
    const data = memberChange(account, service, keyAct('api-key.created', row, call));
    const envelope = await this.outbox.record(manager, memberActivated, {
      accountId,
      subject: memberId,
      data,
      traceparent,
    });
    return { created: toApiKey(row, roles), envelope };
  }

  /** Tells the maker by mail, in case somebody else made the key in their name (S14). */
  private async tell(
    manager: EntityManager,
    { accountId, name, makerId }: ApiKeyEntity,
    accountName: string,
    call: CallContext,
  ): Promise<void> {
    const { email: recipient, firstName } = await findMember(manager, { accountId, memberId: makerId });
    const words = { firstName, accountName, keyName: name };
    await this.mails.order(
      manager,
      { template: 'api-key-created', recipient, reader: { accountId, memberId: makerId }, words },
      call,
    );
  }

  /** Deletes the service account with its key, and tells every service that may have cached the key. */
  private async close(manager: EntityManager, row: ApiKeyEntity, call: CallContext): Promise<void> {
    const { accountId, id, memberId, tokenHash } = row;
    const { traceparent } = call;
    const found = await lockMember(manager, { accountId, memberId }, 'write');
    const member = await changeMember(manager, found, { status: 'deleted' });
    const act = keyAct('api-key.revoked', row, call);
    const data = memberChange(await findAccount(manager, accountId), member, act);
    await this.outbox.record(manager, memberDeleted, { accountId, subject: memberId, data, traceparent });
    await this.outbox.record(manager, sessionEnded, { accountId, subject: id, data: { sessionId: id, tokenHash } });
  }
}

/** What the audit trail says of a key: everything but what opens it. */
function keyAct(action: 'api-key.created' | 'api-key.revoked', row: ApiKeyEntity, call: CallContext): Act {
  const { id, name, memberId, makerId, permissions, networks, expiresAt } = row;
  const facts = { name, memberId, makerId, permissions, networks, expiresAt };
  const isMade = action === 'api-key.created';
  const parts = partOf({ kind: 'api-key', id }, isMade ? null : facts, isMade ? facts : null);
  return toAct({ action, target: { type: 'api-key', id }, parts }, call, 'identity');
}

interface Secured {
  /** The service account's. */
  readonly memberId: string;
  readonly networks: string[];
  readonly roles: RoleReference[];
  readonly prefix: string;
  readonly tokenHash: string;
}

/** The address belongs to nobody (RFC 2606), so no mail ever goes there. */
function serviceAccount({
  accountId,
  id,
  name,
  roles,
  createdAt,
}: {
  accountId: string;
  id: string;
  name: string;
  roles: RoleReference[];
  createdAt: Date;
}): MemberEntity {
  return newMember({
    accountId,
    id,
    kind: 'service',
    email: `${id}@service-accounts.invalid`,
    firstName: name,
    status: 'active',
    roleIds: roles.map((role) => role.id),
    createdAt,
  });
}

/**
 * The service account and the maker, without those who are gone; nobody if the maker themselves ask. Rejects with
 * `api-key.not-found`.
 */
async function behind(
  manager: EntityManager,
  { accountId, id }: Pick<ApiKeyEntity, 'accountId' | 'id'>,
  actorId: string,
): Promise<string[]> {
  const key = await manager.findOneBy(ApiKeyEntity, { accountId, id, revokedAt: IsNull() });
  if (!key) throw new RosterError(apiKeyNotFound);
  const { memberId, makerId } = key;
  if (makerId === actorId) return [];
  return present(manager, accountId, [memberId, makerId]);
}

async function rolesOf(
  manager: EntityManager,
  accountId: string,
  keys: readonly ApiKeyEntity[],
): Promise<Map<string, RoleReference[]>> {
  const memberId = In(keys.map((key) => key.memberId));
  const held = await manager.findBy(MemberRolesEntity, { accountId, memberId });
  return new Map(held.map((row) => [row.memberId, row.roles]));
}
