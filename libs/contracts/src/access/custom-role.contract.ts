import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind } from '../core/errors.js';
import { IsName } from '../core/name.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { AppliedVersion } from './member-access.contract.js';
import {
  memberLastAdministrator,
  privilegeAboveOwn,
  Role,
  roleAboveOwn,
  RoleList,
  RoleMember,
  roleNotFound,
  roleOwnersOnly,
} from './role.contract.js';
import { GrantsByPermission, type GrantValue } from './scope.contract.js';

export const roleSystem = errorKind('role.system', 409, 'A system role cannot be changed');
export const roleNotAllowed = errorKind('role.not-allowed', 422, 'This product has no roles of one’s own');
/** `details`: the `role` that has it. Names are compared without regard to case. */
export const roleNameTaken = errorKind('role.name-taken', 409, 'There is a role of this name already');
/**
 * `details`: how many `members` have the role, invited ones included, and the names of the `connections` that give it to
 * newcomers.
 */
export const roleReplacementRequired = errorKind(
  'role.replacement-required',
  409,
  'Name the role that those who have this one get instead',
);
export const roleCycle = errorKind('role.cycle', 409, 'A role would be above itself');
export const roleTooDeep = errorKind('role.too-deep', 409, 'The tree of roles would be more than 32 deep');
export const roleLimitReached = errorKind('role.limit-reached', 409, 'There are as many roles as an account can have');
export const planFeatureMissing = errorKind('plan.feature-missing', 403, 'Your plan does not have this');

/** Custom roles that an account can have. */
export const MOST_CUSTOM_ROLES = 500;

const Name = () => IsName(60);
const Description = () => MaxLength(500);
const Icon = () => Matches(/^[a-z0-9-]{1,40}$/, { message: '$property must be the name of an icon' });
const OrNull = (name: 'icon' | 'managerRoleId') =>
  ValidateIf((role: Partial<Record<typeof name, unknown>>) => role[name] !== undefined && role[name] !== null);

export class CreateRole extends IfVersion {
  /** Unique in the account, without regard to case. */
  @Name()
  name!: string;

  @IsOptional()
  @IsString()
  @Description()
  description?: string;

  @OrNull('icon')
  @Icon()
  icon?: string | null;

  /** The role above it: required where the product has a tree of roles, and refused elsewhere. */
  @OrNull('managerRoleId')
  @IsId()
  managerRoleId?: string | null;

  /** Permission → `true` or its scope. What an action implies is added: nobody edits what they cannot see. */
  @IsObject()
  @GrantsByPermission()
  grants!: Record<string, GrantValue>;
}

export class RoleChanged extends Role {
  version!: number;
}

const changes = [versionChanged, roleAboveOwn, privilegeAboveOwn, memberLastAdministrator];
const shapes = [roleNotAllowed, roleNameTaken, roleCycle, roleTooDeep, planFeatureMissing];

export const createRole = rpc({
  context: 'access',
  noun: 'role',
  verb: 'create',
  http: { method: 'POST', path: '/v1/roles', tag: 'Roles', summary: 'Create a role', status: 201, omits: ['version'] },
  description:
    'Adds a role of the account’s own with the permissions that it gives: none that the person who makes it does not have.',
  permission: 'roles:create',
  input: CreateRole,
  output: RoleChanged,
  errors: [roleNotFound, roleLimitReached, ...shapes, ...changes],
  callers: ['gateway'],
});

/** Members that are left out stay as they are. */
export class EditRole extends IfVersion {
  @IsId()
  roleId!: string;

  @IsOptional()
  @Name()
  name?: string;

  @IsOptional()
  @IsString()
  @Description()
  description?: string;

  @OrNull('icon')
  @Icon()
  icon?: string | null;

  @ValidateIf(({ managerRoleId }: { managerRoleId?: unknown }) => managerRoleId !== undefined)
  @IsId()
  managerRoleId?: string;

  /** All of them: what is not in here is no longer granted. */
  @IsOptional()
  @IsObject()
  @GrantsByPermission()
  grants?: Record<string, GrantValue>;
}

export const editRole = rpc({
  context: 'access',
  noun: 'role',
  verb: 'edit',
  http: { method: 'PATCH', path: '/v1/roles/:roleId', tag: 'Roles', summary: 'Edit a role', omits: ['version'] },
  description:
    'Changes the name, the permissions or the place in the tree of a role. Everybody who has it gains and loses at once.',
  permission: 'roles:edit',
  input: EditRole,
  output: RoleChanged,
  errors: [roleNotFound, roleSystem, ...shapes, ...changes],
  callers: ['gateway'],
});

export class DeleteRole extends IfVersion {
  @IsId()
  roleId!: string;

  /**
   * Whoever has the role, or was promised it, gets this one instead: so it counts as given, whether or not anybody has it
   * yet, and must not be above the actor's own (S51). Required where anybody has the role.
   */
  @IsOptional()
  @IsId()
  replacement?: string;
}

export const deleteRole = rpc({
  context: 'access',
  noun: 'role',
  verb: 'delete',
  http: {
    method: 'DELETE',
    path: '/v1/roles/:roleId',
    tag: 'Roles',
    summary: 'Delete a role and give its members another',
    status: 204,
  },
  description:
    'Deletes a role of the account’s own. Where somebody has it, or is about to get it, a replacement must be named, which they get instead.',
  permission: 'roles:delete',
  input: DeleteRole,
  output: AppliedVersion,
  errors: [roleNotFound, roleSystem, roleReplacementRequired, roleOwnersOnly, ...changes],
  callers: ['gateway'],
});

export class OrderRoles extends IfVersion {
  /** The account's own roles, each once, in the order in which they are shown from now on, after the system roles. */
  @IsArray()
  @ArrayMaxSize(MOST_CUSTOM_ROLES)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds!: string[];
}

export class RolesOrdered extends RoleList {
  version!: number;
}

export const orderRoles = rpc({
  context: 'access',
  noun: 'role',
  verb: 'order',
  http: {
    method: 'PUT',
    path: '/v1/roles/order',
    tag: 'Roles',
    summary: 'Set the order of the account’s own roles',
    omits: ['version'],
  },
  description: 'Sets the order in which the account’s own roles are shown. It changes nothing of what they give.',
  permission: 'roles:edit',
  input: OrderRoles,
  output: RolesOrdered,
  errors: [roleNotFound, roleSystem, versionChanged],
  callers: ['gateway'],
});

/** A role, and those below it. */
export class RoleNode {
  id!: string;
  slug!: string | null;
  name!: string;
  icon!: string | null;
  /** Active members only: the first hundred of them. */
  members!: RoleMember[];
  /** How many active members hold it. */
  memberCount!: number;
  @Described({ type: () => [RoleNode] })
  roles!: RoleNode[];
}

export class RoleTree {
  /** Null where the product has no tree of roles. */
  @Described({ type: () => RoleNode, nullable: true })
  root!: RoleNode | null;
}

export const getRoleTree = rpc({
  context: 'access',
  noun: 'role',
  verb: 'tree',
  http: { method: 'GET', path: '/v1/roles/tree', tag: 'Roles', summary: 'Show the tree of roles' },
  description: 'Shows which role stands below which, with who has them, in products whose roles are a tree.',
  permission: 'roles:view',
  input: Freshness,
  output: RoleTree,
  errors: [checkStale],
  callers: ['gateway'],
});
