import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind } from '../core/errors.js';
import { memberIsOwner, memberNotFound } from '../identity/people/member.contract.js';
import type { ActingParty } from './act.contract.js';
import { checkStale, Freshness, FreshPageQuery } from './freshness.contract.js';
import { versionChanged } from './if-version.contract.js';
import { RoleReference } from './role-reference.contract.js';
import { GrantsByPermission, type GrantValue } from './scope.contract.js';

export const roleNotFound = errorKind('role.not-found', 404, 'There is no such role');
/** Only the owner can have the role at the root of the tree. */
export const roleOwnersOnly = errorKind('role.owners-only', 409, 'Only the owner of the account has this role');
export const roleAboveOwn = errorKind('role.above-own', 403, 'This role is not at or below one of yours');
export const roleCardinality = errorKind('role.cardinality', 422, 'A member cannot have this number of roles');
export const privilegeAboveOwn = errorKind('privilege.above-own', 403, 'You cannot give what you do not have');
export const memberLastAdministrator = errorKind(
  'member.last-administrator',
  409,
  'Somebody besides the owner must remain who can edit members and roles',
);

export class RoleMember {
  id!: string;
  name!: string;
  initials!: string;
}

export class Role {
  id!: string;
  /** Stable within the preset (`editor`); null for a custom role. */
  slug!: string | null;
  @IsIn(['system', 'custom'])
  kind!: 'system' | 'custom';
  name!: string;
  description!: string;
  icon!: string | null;
  /** Permission → `true` or its scope, `{ "campaigns:view": true }`. */
  @GrantsByPermission()
  grants!: Record<string, GrantValue>;
  /** The role above it, where the product has a tree of roles. */
  managerRoleId!: string | null;
  /** Active members only (RP-19): the first hundred of them. */
  members!: RoleMember[];
  /** How many active members hold it. */
  memberCount!: number;
}

export class RoleList {
  items!: Role[];
  nextCursor!: string | null;
}

export const listRoles = rpc({
  context: 'access',
  noun: 'role',
  verb: 'list',
  http: { method: 'GET', path: '/v1/roles', tag: 'Roles', summary: 'List the roles' },
  description:
    'Lists the roles of the product and those of the account’s own in the order in which they are shown, with what each gives and which active members have it.',
  permission: 'roles:view',
  input: FreshPageQuery,
  output: RoleList,
  errors: [checkStale],
  callers: ['gateway'],
});

export class RoleQuery extends Freshness {
  @IsId()
  roleId!: string;
}

export const getRole = rpc({
  context: 'access',
  noun: 'role',
  verb: 'get',
  http: { method: 'GET', path: '/v1/roles/:roleId', tag: 'Roles', summary: 'Show a role' },
  description: 'Shows one role: what it gives, and which active members have it.',
  permission: 'roles:view',
  input: RoleQuery,
  output: Role,
  errors: [roleNotFound, checkStale],
  callers: ['gateway'],
});

export class RoleIds {
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds!: string[];
}

export class SetMemberRoles extends RoleIds {
  @IsId()
  memberId!: string;

  /** Only where the account still has this version, such as that of a preview. */
  @IsOptional()
  @IsInt()
  @Min(0)
  ifVersion?: number;
}

export class MemberRoles {
  memberId!: string;
  roles!: RoleReference[];
  version!: number;
}

export const setMemberRoles = rpc({
  context: 'access',
  noun: 'member',
  verb: 'set-roles',
  http: { method: 'PUT', path: '/v1/members/:memberId/roles', tag: 'Members', summary: 'Set a member’s roles' },
  description:
    'Gives a member exactly these roles, and takes all others. Nobody gives a role that is above their own, nor changes somebody who may do more than they may.',
  permission: 'members:edit',
  input: SetMemberRoles,
  output: MemberRoles,
  errors: [
    memberNotFound,
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
    memberIsOwner,
    memberLastAdministrator,
    versionChanged,
  ],
  callers: ['gateway'],
});

/** How the roles of one member became others, for the mail that tells them. */
export class MemberRolesChange {
  before!: RoleReference[];
  @Described({ type: 'object', additionalProperties: true })
  actor!: ActingParty;
  /** Whether the member may know by name who it was: those who see members do. */
  seesActor!: boolean;
  /** RFC 3339. */
  at!: string;
  /** From where, as the gateway saw it. */
  address!: string | null;
  userAgent!: string | null;
}

/** A member's roles as they are now: for copies that show them. */
export class MemberRolesState {
  memberId!: string;
  roles!: RoleReference[];
  /** The account's version at which this holds; a copy takes only what is higher. */
  version!: number;
  /** Where somebody gave this member other roles. Not where a role was renamed, nor where very many change at once. */
  change?: MemberRolesChange;
}

export const memberRolesChanged = event({
  context: 'access',
  noun: 'member',
  past: 'roles-changed',
  version: 1,
  data: MemberRolesState,
  consumers: ['identity'],
  notices: [
    { noun: 'member', permission: 'members:view', memberId: ({ memberId }) => memberId },
    { noun: 'role', permission: 'roles:view', id: () => null },
  ],
});
