import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';
import { Act } from '../../access/act.contract.js';
import { RoleReference } from '../../access/role-reference.contract.js';
import type { GrantValue } from '../../access/scope.contract.js';
import { TeamReference } from '../../access/team-reference.contract.js';
import { IsId, PageQuery, Repeatable } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import type { Notice } from '../../core/notice.js';
import { errorKind } from '../../core/errors.js';
import { MailSender } from '../mail.contract.js';

export const memberNotFound = errorKind('member.not-found', 404, 'There is no such member');
export const memberIsOwner = errorKind('member.is-owner', 409, 'This member owns the account');
export const memberInactive = errorKind('member.inactive', 403, 'This membership is not active');

export const MEMBER_STATUSES = ['invited', 'active', 'inactive', 'revoked', 'deleted'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** A member, as the answers of writes show them. */
export class Member {
  id!: string;
  email!: string;
  firstName!: string;
  lastName!: string;
  @IsIn(MEMBER_STATUSES)
  status!: MemberStatus;
  /** For display: up to a second behind the access service, which owns them. */
  roles!: RoleReference[];
  isOwner!: boolean;
  /** The member's access is gone, and keepers of records are waited for before the deletion is final. */
  isBeingDeleted!: boolean;
  createdAt!: string;
  lastActiveAt!: string | null;
}

/** A row of the members list (UI-02 … UI-06). */
export class MemberRow extends Member {
  isBillingContact!: boolean;
  /** Whether the member has, or comes in with, access to the shared inbox. */
  agentAccess!: boolean;
  /** For display: up to a second behind the access service, which owns them. */
  teams!: TeamReference[];
  /** Null for members who have not come in yet, and where the product does not show it. */
  twoFactor!: boolean | null;
  /** Where the account has people come in through its identity provider: whether this member has to. Left out elsewhere. */
  enforcedAuth?: boolean;
}

export class MemberPage {
  items!: MemberRow[];
  nextCursor!: string | null;
}

/** `name`: the first name, then the last; the address of members without a name. */
export const MEMBER_SORTS = ['name', 'email', 'lastActiveAt', 'createdAt'] as const;
export type MemberSort = (typeof MEMBER_SORTS)[number];
const SORTS = MEMBER_SORTS.flatMap((sort): (MemberSort | `-${MemberSort}`)[] => [sort, `-${sort}`]);

/** Of a query: `true` and `false`. */
export const IsFlag = (): PropertyDecorator => {
  const decorators = [
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  ];
  return (target, property) => decorators.forEach((decorate) => decorate(target, property as string));
};

export class MemberQuery extends PageQuery {
  /** Parts of names or of an e-mail address, in any order; case, accents and Unicode forms make no difference. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** Only members with one of these roles. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsId({ each: true })
  role?: string[];

  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(10)
  @IsIn(MEMBER_STATUSES, { each: true })
  status?: MemberStatus[];

  /** `true`: only active members. */
  @IsOptional()
  @IsFlag()
  activeOnly?: boolean;

  /** Only members on one of these teams. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsId({ each: true })
  team?: string[];

  /** Only those who have a second factor, or only those who have come in and have none. */
  @IsOptional()
  @IsFlag()
  twoFactor?: boolean;

  /** In the order in which they came unless said; `-` before it reverses the order. Members who were never active come first. */
  @IsOptional()
  @IsIn(SORTS)
  sort?: MemberSort | `-${MemberSort}`;
}

export class MemberId {
  @IsId()
  memberId!: string;
}

export const listMembers = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'list',
  http: { method: 'GET', path: '/v1/members', tag: 'Members', summary: 'List the members' },
  description:
    'Lists the members and those who are invited, filtered by name or address, role, team, status and second factor, in the order that is asked for.',
  permission: 'members:view',
  input: MemberQuery,
  output: MemberPage,
  callers: ['gateway'],
});

/** The same rows as {@link listMembers}, for a file. */
export const exportMembers = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'export',
  description: 'Answers with all members as a file for spreadsheets. The filters are those of the list.',
  permission: 'members:view',
  input: MemberQuery,
  output: MemberPage,
  callers: ['gateway'],
});

/** An account as its events carry it. */
export class AccountState {
  id!: string;
  name!: string;
  preset!: string;
  status!: 'pending' | 'active' | 'suspended';
  ownerMemberId!: string;
  revision!: number;
  /** When somebody signed up for it; left out by older events. */
  createdAt?: string;
}

/** A member as identity's events carry it: the full state, and a revision that rises with each commit. */
export class MemberState {
  id!: string;
  userId!: string | null;
  email!: string;
  firstName!: string;
  lastName!: string;
  status!: MemberStatus;
  /** The roles that the invitation promised; roles given later belong to access. */
  roleIds!: string[];
  /** The teams that it promised; from then on they belong to access. */
  teamIds?: string[];
  /** Permissions of their own that they come in with; from then on they belong to access. */
  grants?: Record<string, GrantValue>;
  /** Whom they report to from the start; from then on it belongs to access. */
  managerId?: string;
  /** Left out by those who recorded the event before there was such a thing. */
  agentAccess?: boolean;
  /** The seat that the member has as an agent; without agent access, the last one. */
  agentSeatKey?: string | null;
  /** The member's seat, or the last one. Older events leave it out: then it is the member's id. */
  seatKey?: string;
  revision!: number;
}

export class MemberChange {
  account!: AccountState;
  member!: MemberState;
  /** The act that this follows from. Left out where the act is known already: access was asked first. */
  act?: Act;
}

/** Who gets the bills after somebody, as far as identity knew them. */
export class BillingSuccessor {
  memberId!: string;
  /** The member's, at which they were active. */
  revision!: number;
}

/** Their access is gone: to revoke it, or as the beginning of a deletion. */
export class MemberRevoked extends MemberChange {
  /** Whom a deletion named to get the bills from now on, if they went to this member. Left out: the owner. */
  billingSuccessor?: BillingSuccessor;
}

/** The invitation behind an invited member, and what its mail says. */
export class InvitationNotice {
  id!: string;
  generation!: number;
  expiresAt!: string;
  /** The inviter's name. */
  invitedBy!: string;
  /** The inviter, as their mails name them (NT-06); null where it was no person. */
  sender?: MailSender | null;
}

export class MemberInvited extends MemberChange {
  invitation!: InvitationNotice;
}

/** Seats are taken and freed with members, so the bill changes with them. */
const notices: readonly Notice<MemberChange>[] = [
  { noun: 'member', permission: 'members:view', memberId: ({ member: { id } }) => id },
  { noun: 'seat', permission: 'billing:view', id: () => null },
];

const member = { context: 'identity', noun: 'member', version: 1, notices } as const;

export const memberInvited = event({
  ...member,
  past: 'invited',
  data: MemberInvited,
  consumers: ['access', 'notifications'],
});
export const memberActivated = event({
  ...member,
  past: 'activated',
  data: MemberChange,
  consumers: ['access', 'billing'],
});
/** Switched off, or made so: the seat stays the member's. */
export const memberDeactivated = event({
  ...member,
  past: 'deactivated',
  data: MemberChange,
  consumers: ['access', 'billing'],
});
export const memberRevoked = event({
  ...member,
  past: 'revoked',
  data: MemberRevoked,
  consumers: ['access', 'billing'],
});
/** The member's name, address or agent access has changed, and the status has not. */
export const memberEdited = event({ ...member, past: 'edited', data: MemberChange, consumers: ['access', 'billing'] });
/** Withdrawn or expired before the member came in, or deleted afterwards: final. */
export const memberDeleted = event({
  ...member,
  past: 'deleted',
  data: MemberChange,
  consumers: ['access', 'billing'],
});
