import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';
import { IsId, PageQuery, Repeatable } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';
import { RoleReference } from '../access/role-reference.contract.js';

export const memberNotFound = errorKind('member.not-found', 404, 'There is no such member');
export const memberIsOwner = errorKind('member.is-owner', 409, 'This member owns the account');
export const memberInactive = errorKind('member.inactive', 403, 'This membership is not active');

export const MEMBER_STATUSES = ['invited', 'active', 'inactive', 'revoked', 'deleted'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** A row of the members list, and a member's page. */
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
  createdAt!: string;
  lastActiveAt!: string | null;
}

export class MemberPage {
  items!: Member[];
  nextCursor!: string | null;
}

export class MemberQuery extends PageQuery {
  /** Part of a name or an e-mail address. */
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
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  activeOnly?: boolean;
}

export class MemberId {
  @IsId()
  memberId!: string;
}

export const listMembers = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'list',
  permission: 'members:view',
  input: MemberQuery,
  output: MemberPage,
  callers: ['gateway'],
});

export const getMember = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'get',
  permission: 'members:view',
  input: MemberId,
  output: Member,
  errors: [memberNotFound],
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
  revision!: number;
}

export class MemberChange {
  account!: AccountState;
  member!: MemberState;
}

/** The invitation behind an invited member, and what its mail says. */
export class InvitationNotice {
  id!: string;
  generation!: number;
  expiresAt!: string;
  /** The inviter's name. */
  invitedBy!: string;
}

export class MemberInvited extends MemberChange {
  invitation!: InvitationNotice;
}

const member = { context: 'identity', noun: 'member', version: 1 } as const;

export const memberInvited = event({
  ...member,
  past: 'invited',
  data: MemberInvited,
  consumers: ['access', 'notifications'],
});
export const memberActivated = event({ ...member, past: 'activated', data: MemberChange, consumers: ['access'] });
export const memberRevoked = event({
  ...member,
  past: 'revoked',
  data: MemberChange,
  consumers: ['access', 'billing'],
});
/** Withdrawn or expired before the member came in, or deleted afterwards: final. */
export const memberDeleted = event({
  ...member,
  past: 'deleted',
  data: MemberChange,
  consumers: ['access', 'billing'],
});
