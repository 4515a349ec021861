import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { Exception, exceptionNotAllowed } from './exception.contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { projectNotFound } from './project.contract.js';
import { memberLastAdministrator, privilegeAboveOwn } from './role.contract.js';
import { ScopeNames, ScopesByPermission } from './scope.contract.js';

export const permissionCopyFromOwner = errorKind(
  'permission.copy-from-owner',
  409,
  'An owner’s rights come from ownership: there is nothing to copy',
);

const SOURCES = ['role', 'exception', 'agentAccess', 'everyone', 'accountOwner', 'projectOwner'] as const;

/** Why a member has a permission: a role, an exception, agent access, ownership, or because everyone has it. */
export class PermissionSource {
  @IsIn(SOURCES)
  kind!: (typeof SOURCES)[number];
  @ScopeNames()
  scope!: string[];
  roleId?: string;
  /** The role's. */
  name?: string;
  /** What the exception names, which may be another action of the feature. */
  permission?: string;
  projectId?: string;
  expiresAt?: string;
}

export class EffectivePermission {
  /** `feature:action`. */
  permission!: string;
  /** Which records it reaches; `all` for a toggle. */
  @ScopeNames()
  scope!: string[];
  /** The next instant at which an expiry may change it. */
  until?: string;
  sources!: PermissionSource[];
}

export class MemberPermissionsQuery extends Freshness {
  @IsId()
  memberId!: string;

  /** With the permissions that the member has there. */
  @IsOptional()
  @IsId()
  projectId?: string;
}

export class MemberPermissions {
  memberId!: string;
  version!: number;
  /** What is not in here is denied. */
  permissions!: EffectivePermission[];
}

/** People see their own always, those of others with `permissions:view`; in a project its owner sees them too. */
export const getMemberPermissions = rpc({
  context: 'access',
  noun: 'member',
  verb: 'permissions',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/permissions',
    tag: 'Permissions',
    summary: 'Show what a member may do, and why',
  },
  description:
    'Lists every permission of a member with the roles, exceptions and switches that it comes from. One’s own are always shown; those of others take `permissions:view`.',
  permission: { open: 'self' },
  input: MemberPermissionsQuery,
  output: MemberPermissions,
  errors: [permissionDenied, memberNotFound, projectNotFound, checkStale],
  callers: ['gateway'],
});

/** What a change gives to a member and takes from them: permission → the names of the scope bits. */
export class PermissionDifference {
  memberId!: string;
  /** The project in which it is so; absent for what is of account level. */
  projectId?: string;
  @ScopesByPermission()
  gained!: Record<string, string[]>;
  @ScopesByPermission()
  lost!: Record<string, string[]>;
}

export class CopyPermissions extends IfVersion {
  /** Who gets them, in place of their own ALLOWs. */
  @IsId()
  memberId!: string;

  /** The member whose ALLOWs are copied, as they are now: what becomes of them later does not follow. */
  @IsId()
  from!: string;

  /** Those of the project, and only there; else those of the account. */
  @IsOptional()
  @IsId()
  projectId?: string;
}

export class CopyPermissionsRequest extends CopyPermissions {
  /** Only to see the difference. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class PermissionsCopied {
  memberId!: string;
  /** The member's ALLOWs of that level from now on; in a dry run, as they would be. */
  exceptions!: Exception[];
  differences!: PermissionDifference[];
  version!: number;
}

/**
 * Takes `permissions:edit`; in a project its owner may too (RP-53). What the owner of the account may do (of the project,
 * where one is named) comes from ownership: a copy from them is `permission.copy-from-owner`, and nothing changes.
 */
export const copyPermissions = rpc({
  context: 'access',
  noun: 'member',
  verb: 'copy-permissions',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/permissions/copy',
    tag: 'Permissions',
    summary: 'Copy another member’s permissions to a member',
  },
  description:
    'Gives a member the roles and exceptions of another one, in place of their own; in one project, if one is named. With `dryRun` it only says what would change. What comes from owning the account cannot be copied.',
  permission: { open: 'self' },
  input: CopyPermissionsRequest,
  output: PermissionsCopied,
  errors: [
    permissionDenied,
    memberNotFound,
    projectNotFound,
    exceptionNotAllowed,
    permissionCopyFromOwner,
    versionChanged,
    privilegeAboveOwn,
    memberLastAdministrator,
  ],
  callers: ['gateway'],
  long: true,
});
