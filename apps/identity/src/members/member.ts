import {
  memberIsOwner,
  RosterError,
  type Member,
  type MemberChange,
  type MemberState,
  type RoleReference,
} from '@roster/contracts';
import { accountState } from '../accounts/account.js';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from './member.entity.js';

export const toMember = (
  member: MemberEntity,
  account: Pick<AccountEntity, 'ownerMemberId'>,
  roles: RoleReference[],
): Member => ({
  id: member.id,
  email: member.email,
  firstName: member.firstName,
  lastName: member.lastName,
  status: member.status,
  roles,
  isOwner: member.id === account.ownerMemberId,
  createdAt: member.createdAt.toISOString(),
  lastActiveAt: member.lastActiveAt?.toISOString() ?? null,
});

/** The member as events carry it. */
const memberState = (member: MemberEntity): MemberState => ({
  id: member.id,
  userId: member.userId,
  email: member.email,
  firstName: member.firstName,
  lastName: member.lastName,
  status: member.status,
  roleIds: member.roleIds,
  revision: member.revision,
});

export const memberChange = (account: AccountEntity, member: MemberEntity): MemberChange => ({
  account: accountState(account),
  member: memberState(member),
});

/**
 * What revoking this member takes: nothing any more, withdrawing the invitation, or taking access away first. Throws
 * `member.is-owner`.
 */
export function revocationOf(
  member: Pick<MemberEntity, 'id' | 'status'>,
  account: Pick<AccountEntity, 'ownerMemberId'>,
): 'none' | 'withdraw' | 'take-away' {
  if (member.id === account.ownerMemberId) throw new RosterError(memberIsOwner);
  if (member.status === 'invited') return 'withdraw';
  return member.status === 'revoked' ? 'none' : 'take-away';
}

const MINUTE = 60_000;

/** Whether the member's last sign of life is worth writing again: once a minute, not at each request. */
export const isActivityStale = ({ lastActiveAt }: Pick<MemberEntity, 'lastActiveAt'>, now: Date): boolean =>
  !lastActiveAt || now.getTime() - lastActiveAt.getTime() >= MINUTE;

/** The account that a person is taken to where he names none: the one last used, else the oldest. */
export const lastUsed = <M extends Pick<MemberEntity, 'id' | 'lastActiveAt'>>(members: readonly M[]): M | undefined =>
  members.toSorted(
    (a, b) => (b.lastActiveAt?.getTime() ?? 0) - (a.lastActiveAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1),
  )[0];
