import { IsBoolean, IsIn, IsObject, IsOptional } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { exceptionNotAllowed } from './exception.contract.js';
import { checkStale, Freshness } from './freshness.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { permissionCopyFromOwner, PermissionsCopied } from './member-permissions.contract.js';
import { projectNotFound } from './project.contract.js';
import { privilegeAboveOwn } from './role.contract.js';
import { GrantsByPermission, ScopeNames, type GrantValue } from './scope.contract.js';

/** The member owns the project, or the account: what they may do comes from that, and nothing can be set. */
export const projectPermissionsOfOwner = errorKind(
  'project-permissions.of-owner',
  409,
  'An owner may do everything in the project',
);
/** `details.permissions`: those whose scope is narrower than what the account gives. */
export const projectPermissionsTooNarrow = errorKind(
  'project-permissions.too-narrow',
  422,
  'A project can take a permission away, and cannot narrow one that the account gives',
);

const SOURCES = ['project', 'account', 'notGrantable'] as const;

/** One permission of project level, for one person in one project. */
export class ProjectPermission {
  /** `feature:action`. */
  permission!: string;
  granted!: boolean;
  /** Which records it reaches, where it is granted; `all` for a toggle. */
  @ScopeNames()
  scope!: string[];
  /**
   * What decides: an exception of this project; what the member has in every project (a role, an exception of the account);
   * or that only an owner can have it.
   */
  @IsIn(SOURCES)
  source!: (typeof SOURCES)[number];
  /** When the exception of the project ends; null where it does not, or where there is none. */
  expiresAt!: string | null;
  reason!: string | null;
}

export class ProjectPermissions {
  projectId!: string;
  memberId!: string;
  /** Whether they are on the team. What they were given sleeps while they are not, and comes back with them. */
  onTeam!: boolean;
  /** Whether they own the project or the account, and so may do everything. */
  isOwner!: boolean;
  permissions!: ProjectPermission[];
  version!: number;
}

export class ProjectPermissionsQuery extends Freshness {
  @IsId()
  projectId!: string;

  @IsId()
  memberId!: string;
}

export class SetProjectPermissions extends IfVersion {
  @IsId()
  projectId!: string;

  @IsId()
  memberId!: string;

  /** Everything that they may do in this project from now on: `{ "content:edit": true }`. What is left out they may not. */
  @IsObject()
  @GrantsByPermission()
  grants!: Record<string, GrantValue>;
}

export class CopyProjectPermissions extends IfVersion {
  @IsId()
  projectId!: string;

  /** Who gets them, in place of what they were given in this project. */
  @IsId()
  memberId!: string;

  /** Whose permissions in this project are copied, as they are now. */
  @IsId()
  from!: string;

  /** Only to see the difference. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

const permissions = { context: 'access', noun: 'project-permissions', callers: ['gateway'] } as const;
const path = '/v1/projects/:projectId/team/:memberId/permissions';
const tag = 'Projects';
const refusals = [permissionDenied, projectNotFound, memberNotFound] as const;
const changes = [exceptionNotAllowed, privilegeAboveOwn, versionChanged, ...refusals] as const;

export const getProjectPermissions = rpc({
  ...permissions,
  verb: 'get',
  http: { method: 'GET', path, tag, summary: 'Show what somebody may do in a project' },
  description:
    'Lists every permission of project level, and whether the person has it in this project: from the project itself, or from what they have everywhere. One’s own are always shown; those of others take `project-permissions:view` in the project, or `permissions:view`.',
  permission: { open: 'self' },
  input: ProjectPermissionsQuery,
  output: ProjectPermissions,
  errors: [...refusals, checkStale],
});

export const setProjectPermissions = rpc({
  ...permissions,
  verb: 'set',
  http: { method: 'PUT', path, tag, summary: 'Set what somebody may do in a project' },
  description:
    'Says what a person may do in this project from now on: exactly this. What is added is given in the project; what is left out is taken, also where a role gives it everywhere. It takes `project-permissions:edit` in the project, or `permissions:edit`; nobody but an owner gives what they do not have.',
  permission: { open: 'self' },
  input: SetProjectPermissions,
  output: ProjectPermissions,
  errors: [projectPermissionsOfOwner, projectPermissionsTooNarrow, ...changes],
});

export const copyProjectPermissions = rpc({
  ...permissions,
  verb: 'copy',
  http: { method: 'POST', path: `${path}/copy`, tag, summary: 'Copy somebody’s permissions in a project to another' },
  description:
    'Gives a person what another one was given in this project, in place of their own. With `dryRun` it only says what would change. What comes from owning the project or the account cannot be copied.',
  permission: { open: 'self' },
  input: CopyProjectPermissions,
  output: PermissionsCopied,
  errors: [permissionCopyFromOwner, ...changes],
});
