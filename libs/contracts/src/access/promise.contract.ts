import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { IsVersion } from '../core/version.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { exceptionNotAllowed } from './exception.contract.js';
import { memberManagerTooDeep } from './manager.contract.js';
import { RoleReference } from './role-reference.contract.js';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  RoleIds,
  roleNotFound,
  roleOwnersOnly,
} from './role.contract.js';
import { GrantsByPermission, type GrantValue } from './scope.contract.js';
import { TeamReference } from './team-reference.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamNotAllowed, teamNotFound } from './team.contract.js';

/** What a new member would come in with. */
export class Promised extends RoleIds {
  @IsOptional()
  @IsBoolean()
  agentAccess?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds?: string[];

  /** Permissions of their own, as {@link CreateRole} has them. */
  @IsOptional()
  @IsObject()
  @GrantsByPermission()
  grants?: Record<string, GrantValue>;
}

export class AssignableRoles {
  roles!: RoleReference[];
  /** Where teams were asked about. */
  teams?: TeamReference[];
}

/** A promise of roles that is about to be made: what counts as given from this question on. */
export class PromiseOfRoles {
  /** Chosen by who makes it, new for each attempt. */
  @IsId()
  id!: string;

  /** The members who get the roles. Nobody yet, where a connection is to give them. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsId({ each: true })
  memberIds?: string[];
}

export class CheckAssignable extends Promised {
  /** Given where the roles are to be given after this, not only compared. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PromiseOfRoles)
  promise?: PromiseOfRoles;

  /** Whom they would report to. */
  @IsOptional()
  @IsId()
  managerId?: string;

  /** Roles that were chosen before: one that was replaced since is followed to its replacement. */
  @IsOptional()
  @IsBoolean()
  areKept?: boolean;
}

/**
 * May the actor give these roles, and the rest, to a new member? Identity asks before it gives them. With a `promise`,
 * the roles cannot be deleted without a replacement from then on, until the members have them, or for a minute.
 */
export const checkAssignable = rpc({
  context: 'access',
  noun: 'role',
  verb: 'check-assignable',
  permission: { open: 'self' },
  input: CheckAssignable,
  output: AssignableRoles,
  errors: [
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
    teamNotAllowed,
    teamNotFound,
    exceptionNotAllowed,
    memberNotFound,
    memberManagerTooDeep,
  ],
  callers: ['identity'],
});

export class RecheckRoles extends Promised {
  @IsId()
  accountId!: string;

  /** The member who gave them, judged by what they may do now: a member who is no longer active may give nothing. */
  @IsId()
  granterId!: string;

  /** Given where the roles are to be given after this, as in {@link CheckAssignable}. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PromiseOfRoles)
  promise?: PromiseOfRoles;
}

/**
 * May the member who promised these roles still give them? Identity asks when somebody comes in through a connection to an
 * identity provider (S51). Teams that were deleted since are left out.
 */
export const recheckRoles = rpc({
  context: 'access',
  noun: 'role',
  verb: 'recheck',
  permission: { open: 'service' },
  input: RecheckRoles,
  output: AssignableRoles,
  errors: [roleNotFound, roleAboveOwn, privilegeAboveOwn],
  callers: ['identity'],
});

/** What an open invitation promises, and to whom. */
export class OpenPromise extends Promised {
  @IsId()
  memberId!: string;

  /** The member who invited them, or who sent the invitation again last. */
  @IsId()
  granterId!: string;

  /**
   * The account's version when the granter took the promise on. Whoever has set the member's roles since answers for it
   * instead. Left out: the granter takes it on now.
   */
  @IsOptional()
  @IsVersion()
  since?: number;
}

/** A service account, and who made the API key that acts as it. Whoever is answerable for one is answerable for the other. */
export class KeyMaker {
  @IsId()
  memberId!: string;

  @IsId()
  makerId!: string;
}

export class CheckPromises {
  @IsId()
  accountId!: string;

  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => OpenPromise)
  promises!: OpenPromise[];

  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => KeyMaker)
  makers!: KeyMaker[];
}

/** Codes of why a promise cannot be kept. */
export const BROKEN_PROMISES = ['role.not-found', 'role.above-own', 'privilege.above-own'] as const;
export type BrokenPromise = (typeof BROKEN_PROMISES)[number];

export class CheckedPromise {
  memberId!: string;
  /** The member who answers for it now. */
  granterId!: string;
  /** Null: they may give what was promised. */
  @IsIn(BROKEN_PROMISES)
  reason!: BrokenPromise | null;
  /** What the roles stand for now: one that was replaced is followed to its replacement, one that is gone is left out. */
  roleIds!: string[];
}

export class CheckedPromises {
  /** The account's version that all of them were checked at. */
  version!: number;
  /** In the order in which they were asked about. */
  promises!: CheckedPromise[];
}

/**
 * Who answers for these invitations, and may they still give what was promised? Identity asks when somebody looks at an
 * invitation, accepts it or sends it again (S40). For the roles that a connection gives, `memberId` is the connection's
 * id: nobody has them yet.
 */
export const checkPromises = rpc({
  context: 'access',
  noun: 'role',
  verb: 'check-promises',
  permission: { open: 'service' },
  input: CheckPromises,
  output: CheckedPromises,
  callers: ['identity'],
});

export class PromiseId {
  @IsId()
  promiseId!: string;
}

/** A promise of roles was kept, or came to nothing: what it gives, identity says when it is asked. */
export const settlePromise = rpc({
  context: 'access',
  noun: 'role',
  verb: 'settle-promise',
  permission: { open: 'self' },
  input: PromiseId,
  output: Nothing,
  callers: ['identity'],
});
