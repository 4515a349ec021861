import type { AuditAction, Change, ChangeKind } from '@roster/contracts';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import type { Entry } from '../../ledger/ledger/ledger.js';
import { withRolesSet } from '../assignments/assigned.js';
import { withPermissionsCopied } from '../exceptions/copied-permissions.js';
import { withException, withoutException } from '../exceptions/exception-changes.js';
import { withManager } from '../managers/manager-change.js';
import { transferred } from '../ownership/ownership.js';
import { createdProject, deletedProject, renamedProject, transferredProject } from '../projects/project-changes.js';
import { withProjectPermissions } from '../projects/permission-changes.js';
import { withMemberProjects, withProjectTeam, withProjectTeammate } from '../projects/team-changes.js';
import { createdRole, deletedRole, editedRole, orderedRoles } from '../roles/role-changes.js';
import { createdTeam, deletedTeam, renamedTeam, withMemberTeams, withTeamMembers } from '../teams/team-changes.js';
import type { Setting } from './setting.js';

type ChangeOf<K extends ChangeKind> = Extract<Change, { kind: K }>;

/** Everything that one kind of change needs. It does not compile while a part is missing. */
interface Kind<C> {
  /** What the audit calls it. */
  readonly action: AuditAction;
  /** The permission of the account that it takes; `owner` where the actor must also own the account. */
  readonly permission?: string;
  readonly owner?: true;
  /**
   * The project that the change is limited to, whose owner may make it without the permission; undefined where this
   * change is about the account.
   */
  readonly project?: (change: C, account: AccountSnapshot) => string | undefined;
  /** The permission of that project which is enough, too. Without a `permission`, no other one is. */
  readonly inProject?: string;
  /**
   * Whether the privilege ceiling has nothing to compare: it gives nothing but a project that is new, or takes a permission that
   * only owners have, who may do everything in the project.
   */
  readonly isUnmeasured?: true;
  /** Whether the account's plan must have custom roles for it. Never, unless said. */
  readonly needsCustomRoles?: (change: C, account: AccountSnapshot) => boolean;
  /** What the audit says was changed. */
  readonly target: (change: C, ids: { readonly accountId: string; readonly createdId: string }) => Entry['target'];
  /** What else it changes, besides what decisions rest on. */
  readonly parts?: (change: C) => Entry['parts'];
  /**
   * The account after the change. The change itself and its preview both use this function, so they cannot differ.
   * Rejects where the change names something that does not exist, or breaks a rule about the shape of an account.
   */
  readonly next: (setting: Setting & { readonly actorId: string }, change: C) => StoredAccount;
}

const member = ({ memberId }: { memberId: string }) => ({ type: 'member', id: memberId.toLowerCase() });
const role = ({ roleId }: { roleId: string }) => ({ type: 'role', id: roleId.toLowerCase() });
const team = ({ teamId }: { teamId: string }) => ({ type: 'team', id: teamId.toLowerCase() });
const account = (_: object, { accountId }: { accountId: string }) => ({ type: 'account', id: accountId });
const created =
  (type: string) =>
  (_: object, { createdId }: { createdId: string }) => ({ type, id: createdId });

const project = ({ projectId }: { projectId: string }) => ({ type: 'project', id: projectId.toLowerCase() });

const namedProject = ({ projectId }: { projectId?: string }) => projectId?.toLowerCase();

/** The project of the exception that is removed. */
function projectOfException(
  { memberId, exceptionId }: ChangeOf<'exception.remove'>,
  { stored }: AccountSnapshot,
): string | undefined {
  const holder = stored.members.find(({ id }) => id === memberId.toLowerCase());
  return holder?.exceptions.find(({ id }) => id === exceptionId.toLowerCase())?.projectId ?? undefined;
}

/** Where the records of a deleted project went. */
const movedRecords = ({ projectId, moveRecordsTo }: ChangeOf<'project.delete'>) =>
  moveRecordsTo === undefined
    ? []
    : [
        {
          kind: 'records' as const,
          id: projectId.toLowerCase(),
          before: { projectId: projectId.toLowerCase() },
          after: { projectId: moveRecordsTo?.toLowerCase() ?? null },
        },
      ];

/** Roles of the preset are the product's own, whatever the plan. */
const isCustomRole = ({ roleId }: ChangeOf<'role.edit'>, { roles }: AccountSnapshot): boolean =>
  roles.some(({ id, slug }) => id === roleId.toLowerCase() && slug === null);

/** A kind that lacks a part does not compile. */
const KINDS: { readonly [K in ChangeKind]: Kind<ChangeOf<K>> } = {
  'role.create': {
    action: 'role.created',
    permission: 'roles:create',
    needsCustomRoles: () => true,
    target: created('role'),
    next: createdRole,
  },
  'role.edit': {
    action: 'role.edited',
    permission: 'roles:edit',
    needsCustomRoles: isCustomRole,
    target: role,
    next: editedRole,
  },
  'role.delete': { action: 'role.deleted', permission: 'roles:delete', target: role, next: deletedRole },
  'role.order': { action: 'roles.ordered', permission: 'roles:edit', target: account, next: orderedRoles },
  'member.set-roles': { action: 'member.roles-set', permission: 'members:edit', target: member, next: withRolesSet },
  'member.set-manager': { action: 'member.manager-set', permission: 'members:edit', target: member, next: withManager },
  'member.set-teams': { action: 'member.teams-set', permission: 'members:edit', target: member, next: withMemberTeams },
  'team.create': { action: 'team.created', permission: 'members:edit', target: created('team'), next: createdTeam },
  'team.rename': { action: 'team.renamed', permission: 'members:edit', target: team, next: renamedTeam },
  'team.delete': { action: 'team.deleted', permission: 'members:edit', target: team, next: deletedTeam },
  'team.set-members': { action: 'team.members-set', permission: 'members:edit', target: team, next: withTeamMembers },
  'exception.add': {
    action: 'exception.added',
    permission: 'permissions:edit',
    inProject: 'project-permissions:edit',
    project: namedProject,
    target: member,
    next: withException,
  },
  'exception.remove': {
    action: 'exception.removed',
    permission: 'permissions:edit',
    inProject: 'project-permissions:edit',
    project: projectOfException,
    target: member,
    next: withoutException,
  },
  'permissions.copy': {
    action: 'permissions.copied',
    permission: 'permissions:edit',
    inProject: 'project-permissions:edit',
    project: namedProject,
    target: member,
    next: withPermissionsCopied,
  },
  'project.create': {
    action: 'project.created',
    permission: 'projects:create',
    isUnmeasured: true,
    target: created('project'),
    next: createdProject,
  },
  'project.edit': {
    action: 'project.renamed',
    inProject: 'project:edit-settings',
    isUnmeasured: true,
    project: namedProject,
    target: project,
    next: renamedProject,
  },
  'project.delete': {
    action: 'project.deleted',
    inProject: 'project:delete',
    isUnmeasured: true,
    project: namedProject,
    target: project,
    parts: movedRecords,
    next: deletedProject,
  },
  'project.transfer': {
    action: 'project.transferred',
    inProject: 'project:transfer',
    isUnmeasured: true,
    project: namedProject,
    target: project,
    next: transferredProject,
  },
  'project.set-team': {
    action: 'project.team-set',
    permission: 'projects:assign',
    inProject: 'project-team:edit',
    project: namedProject,
    target: project,
    next: withProjectTeam,
  },
  'project.set-teammate': {
    action: 'project.team-set',
    permission: 'projects:assign',
    inProject: 'project-team:edit',
    project: namedProject,
    target: project,
    next: withProjectTeammate,
  },
  'project.set-permissions': {
    action: 'project.permissions-set',
    permission: 'permissions:edit',
    inProject: 'project-permissions:edit',
    project: namedProject,
    target: member,
    next: withProjectPermissions,
  },
  'member.set-projects': {
    action: 'member.projects-set',
    permission: 'projects:assign',
    target: member,
    next: withMemberProjects,
  },
  'ownership.transfer': {
    action: 'ownership.transferred',
    permission: 'account:transfer',
    owner: true,
    target: account,
    next: (setting, change) => transferred(setting.account, setting.actorId, change),
  },
};

/** The compiler cannot tell that a change and the entry under its own kind belong together. */
export const kindOf = (change: Change): Kind<Change> => KINDS[change.kind] as Kind<Change>;

/** The account after a change, by its kind. */
export const nextAccount = (setting: Setting & { readonly actorId: string }, change: Change): StoredAccount =>
  kindOf(change).next(setting, change);
