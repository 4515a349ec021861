import { memberNotFound, RosterError, type Member, type RoleReference } from '@roster/contracts';
import { In, Not, type EntityManager } from 'typeorm';
import type { AccountEntity } from '../accounts/account.entity.js';
import { MemberRolesEntity } from '../member-labels/member-roles.entity.js';
import { MemberEntity } from './member.entity.js';
import { toMember } from './member.js';

interface MemberKey {
  readonly accountId: string;
  readonly memberId: string;
}

/** Rejects with `member.not-found`, also for a deleted member. */
export async function findMember(manager: EntityManager, key: MemberKey): Promise<MemberEntity> {
  return found(await manager.findOneBy(MemberEntity, { accountId: key.accountId, id: key.memberId }));
}

/** The same, with the row locked until the transaction ends: `write` to change it, `read` so that nobody else does. */
export async function lockMember(
  manager: EntityManager,
  key: MemberKey,
  purpose: 'read' | 'write',
): Promise<MemberEntity> {
  const where = { accountId: key.accountId, id: key.memberId };
  const mode = purpose === 'read' ? 'pessimistic_read' : 'pessimistic_write';
  return found(await manager.findOne(MemberEntity, { where, lock: { mode } }));
}

/** Those of these members who are not deleted. */
export async function present(manager: EntityManager, accountId: string, ids: readonly string[]): Promise<string[]> {
  const where = { accountId, id: In(ids), status: Not('deleted' as const) };
  return (await manager.findBy(MemberEntity, where)).map(({ id }) => id);
}

function found(member: MemberEntity | null): MemberEntity {
  if (!member || member.status === 'deleted') throw new RosterError(memberNotFound);
  return member;
}

type Fields = Partial<Omit<MemberEntity, 'accountId' | 'id' | 'kind' | 'revision' | 'createdAt' | 'userId'>>;

/** A member who comes in brings their second factor along. */
type Change = Fields & ({ userId?: null } | { userId: string; twoFactor: boolean });

/**
 * Commits a change of a member whose row is locked, as its next revision. Resolves with the changed member. A member
 * whose access is gone loses their agent access too.
 */
export async function changeMember(
  manager: EntityManager,
  member: MemberEntity,
  change: Change,
): Promise<MemberEntity> {
  const isGone = change.status === 'revoked' || change.status === 'deleted';
  const next = {
    ...change,
    ...(isGone && { agentAccess: false }),
    revision: member.revision + 1,
  };
  await manager.update(MemberEntity, { accountId: member.accountId, id: member.id }, next);
  return { ...member, ...next };
}

/** The member as answers show them, with the roles of the local copy. */
export async function showMember(
  manager: EntityManager,
  member: MemberEntity,
  account: AccountEntity,
): Promise<Member> {
  return toMember(member, account, await rolesOf(manager, member));
}

async function rolesOf(manager: EntityManager, { accountId, id }: MemberEntity): Promise<RoleReference[]> {
  const held = await manager.findOneBy(MemberRolesEntity, { accountId, memberId: id });
  return held?.roles ?? [];
}
