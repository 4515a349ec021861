import {
  readableEmail,
  type Act,
  type Member,
  type MemberChange,
  type MemberState,
  type RoleReference,
} from '@roster/contracts';
import { accountState } from '../accounts/account.js';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from './member.entity.js';

type Given = Pick<MemberEntity, 'accountId' | 'id' | 'email' | 'createdAt'> & Partial<MemberEntity>;

/** The row of a new member. By default somebody who has not come in yet. */
export const newMember = (given: Given): MemberEntity => ({
  kind: 'person',
  userId: null,
  firstName: '',
  lastName: '',
  status: 'invited',
  roleIds: [],
  emailFromName: null,
  replyTo: null,
  timeZone: null,
  teamIds: [],
  grants: null,
  managerId: null,
  agentAccess: false,
  agentSeatKey: null,
  twoFactor: false,
  seatKey: null,
  deletingSince: null,
  revision: 1,
  lastActiveAt: null,
  ...given,
});

/** First and last name; empty where the member has none yet. */
export const fullName = ({ firstName, lastName }: Pick<MemberEntity, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

/** The properties of a member that every answer shows. */
type ShownFields =
  'id' | 'email' | 'firstName' | 'lastName' | 'status' | 'deletingSince' | 'createdAt' | 'lastActiveAt';

export const toMember = (
  member: Pick<MemberEntity, ShownFields>,
  account: Pick<AccountEntity, 'ownerMemberId'>,
  roles: RoleReference[],
): Member => ({
  id: member.id,
  email: readableEmail(member.email),
  firstName: member.firstName,
  lastName: member.lastName,
  status: member.status,
  roles,
  isOwner: member.id === account.ownerMemberId,
  isBeingDeleted: member.status !== 'deleted' && member.deletingSince !== null,
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
  teamIds: member.teamIds,
  ...(member.grants && { grants: member.grants }),
  ...(member.managerId && { managerId: member.managerId }),
  agentAccess: member.agentAccess,
  agentSeatKey: member.agentSeatKey,
  revision: member.revision,
  seatKey: seatKeyOf(member),
});

/** The key of the member's seat in billing. */
const seatKeyOf = ({ id, seatKey }: Pick<MemberEntity, 'id' | 'seatKey'>): string => seatKey ?? id;

/** The member with the act that the event follows from; without one where access was asked first, and knows the act. */
export const memberChange = (account: AccountEntity, member: MemberEntity, act?: Act): MemberChange => ({
  account: accountState(account),
  member: memberState(member),
  ...(act && { act }),
});

const MINUTE = 60_000;

/** Whether the member's last activity should be written again: once a minute, not at every request. */
export const isActivityStale = ({ lastActiveAt }: Pick<MemberEntity, 'lastActiveAt'>, now: Date): boolean =>
  !lastActiveAt || now.getTime() - lastActiveAt.getTime() >= MINUTE;

/** The account that a person is taken to if they name none: the one last used, or else the oldest. */
export const lastUsed = <M extends Pick<MemberEntity, 'id' | 'lastActiveAt'>>(members: readonly M[]): M | undefined =>
  members.toSorted(
    (a, b) => (b.lastActiveAt?.getTime() ?? 0) - (a.lastActiveAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1),
  )[0];
