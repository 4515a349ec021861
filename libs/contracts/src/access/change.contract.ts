import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsObject, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { IsVersion } from '../core/version.js';
import { IsId } from '../core/common.contract.js';
import { rpc, type Class } from '../core/contract.js';
import { Described } from '../core/described.js';
import { permissionDenied } from '../core/errors.js';
import { TransferOwnership } from '../identity/offboarding/ownership.contract.js';
import { memberNotFound } from '../identity/people/member.contract.js';
import { CreateRole, DeleteRole, EditRole, OrderRoles } from './custom-role.contract.js';
import { AddException, exceptionNotFound, RemoveException } from './exception.contract.js';
import { IfVersion, versionChanged } from './if-version.contract.js';
import { CopyPermissions, PermissionDifference } from './member-permissions.contract.js';
import { SetProjectPermissions } from './project-permissions.contract.js';
import { SetMemberProjects, SetProjectTeam, SetProjectTeammate } from './project-team.contract.js';
import { CreateProject, DeleteProject, EditProject, projectNotFound, TransferProject } from './project.contract.js';
import { RoleMember, roleNotFound, SetMemberRoles } from './role.contract.js';
import { CreateTeam, RenameTeam, SetMemberTeams, SetTeamMembers, TeamId, teamNotFound } from './team.contract.js';

export class CreateRoleChange extends CreateRole {
  @IsIn(['role.create'])
  kind!: 'role.create';
}

export class EditRoleChange extends EditRole {
  @IsIn(['role.edit'])
  kind!: 'role.edit';
}

export class DeleteRoleChange extends DeleteRole {
  @IsIn(['role.delete'])
  kind!: 'role.delete';
}

export class OrderRolesChange extends OrderRoles {
  @IsIn(['role.order'])
  kind!: 'role.order';
}

export class SetRolesChange extends SetMemberRoles {
  @IsIn(['member.set-roles'])
  kind!: 'member.set-roles';
}

export class SetManagerChange extends IfVersion {
  @IsIn(['member.set-manager'])
  kind!: 'member.set-manager';

  @IsId()
  memberId!: string;

  /** Null for none. */
  @ValidateIf(({ managerId }: { managerId?: unknown }) => managerId !== null)
  @IsId()
  managerId!: string | null;
}

export class SetTeamsChange extends SetMemberTeams {
  @IsIn(['member.set-teams'])
  kind!: 'member.set-teams';
}

export class CreateTeamChange extends CreateTeam {
  @IsIn(['team.create'])
  kind!: 'team.create';
}

export class RenameTeamChange extends RenameTeam {
  @IsIn(['team.rename'])
  kind!: 'team.rename';
}

export class DeleteTeamChange extends TeamId {
  @IsIn(['team.delete'])
  kind!: 'team.delete';
}

export class SetTeamMembersChange extends SetTeamMembers {
  @IsIn(['team.set-members'])
  kind!: 'team.set-members';
}

export class AddExceptionChange extends AddException {
  @IsIn(['exception.add'])
  kind!: 'exception.add';
}

export class RemoveExceptionChange extends RemoveException {
  @IsIn(['exception.remove'])
  kind!: 'exception.remove';
}

export class CopyPermissionsChange extends CopyPermissions {
  @IsIn(['permissions.copy'])
  kind!: 'permissions.copy';
}

export class CreateProjectChange extends CreateProject {
  @IsIn(['project.create'])
  kind!: 'project.create';
}

export class EditProjectChange extends EditProject {
  @IsIn(['project.edit'])
  kind!: 'project.edit';
}

export class DeleteProjectChange extends DeleteProject {
  @IsIn(['project.delete'])
  kind!: 'project.delete';
}

export class TransferProjectChange extends TransferProject {
  @IsIn(['project.transfer'])
  kind!: 'project.transfer';
}

export class SetProjectTeamChange extends SetProjectTeam {
  @IsIn(['project.set-team'])
  kind!: 'project.set-team';
}

export class SetProjectTeammateChange extends SetProjectTeammate {
  @IsIn(['project.set-teammate'])
  kind!: 'project.set-teammate';
}

export class SetMemberProjectsChange extends SetMemberProjects {
  @IsIn(['member.set-projects'])
  kind!: 'member.set-projects';
}

export class SetProjectPermissionsChange extends SetProjectPermissions {
  @IsIn(['project.set-permissions'])
  kind!: 'project.set-permissions';
}

/** Only for a preview: identity does the transfer itself. */
export class TransferOwnershipChange extends TransferOwnership {
  @IsIn(['ownership.transfer'])
  kind!: 'ownership.transfer';

  /** Only where the account still has this version. */
  @IsOptional()
  @IsVersion()
  ifVersion?: number;
}

export const CHANGES = {
  'role.create': CreateRoleChange,
  'role.edit': EditRoleChange,
  'role.delete': DeleteRoleChange,
  'role.order': OrderRolesChange,
  'member.set-roles': SetRolesChange,
  'member.set-manager': SetManagerChange,
  'member.set-teams': SetTeamsChange,
  'team.create': CreateTeamChange,
  'team.rename': RenameTeamChange,
  'team.delete': DeleteTeamChange,
  'team.set-members': SetTeamMembersChange,
  'exception.add': AddExceptionChange,
  'exception.remove': RemoveExceptionChange,
  'permissions.copy': CopyPermissionsChange,
  'project.create': CreateProjectChange,
  'project.edit': EditProjectChange,
  'project.delete': DeleteProjectChange,
  'project.transfer': TransferProjectChange,
  'project.set-team': SetProjectTeamChange,
  'project.set-teammate': SetProjectTeammateChange,
  'project.set-permissions': SetProjectPermissionsChange,
  'member.set-projects': SetMemberProjectsChange,
  'ownership.transfer': TransferOwnershipChange,
} as const;

export type ChangeKind = keyof typeof CHANGES;
/** Every kind of change to what members may do, told apart by `kind`. */
export type Change = InstanceType<(typeof CHANGES)[ChangeKind]>;

const KINDS = Object.keys(CHANGES);
const schemaPath = ({ name }: Class<object>) => `#/components/schemas/${name}`;
const schemas = Object.values(CHANGES).map((change) => ({ $ref: schemaPath(change) }));
const mapping = Object.fromEntries(Object.entries(CHANGES).map(([kind, change]) => [kind, schemaPath(change)]));

/** Stands in for a change of an unknown `kind`, so that validation can refuse it. */
class UnknownChange {
  @IsIn(KINDS)
  kind!: string;
}

const CLASSES = new Map<unknown, Class<object>>(Object.entries(CHANGES));

/** By hand, since the transformer's own way fails at a list with null in it. */
function classOf({ change }: { change?: { kind?: unknown } | null } = {}): Class<object> {
  return CLASSES.get(change?.kind) ?? UnknownChange;
}

export class PreviewChange {
  @IsNotEmpty()
  @IsObject()
  @ValidateNested()
  @Type((input) => classOf(input?.object))
  @Described({ oneOf: schemas, discriminator: { propertyName: 'kind', mapping } })
  change!: Change;
}

export class ChangeRefusal {
  code!: string;
  message!: string;
  @Described({ type: 'object', additionalProperties: true })
  details?: Record<string, unknown>;
}

export class ChangePreview {
  /** The answer is exact for this version of the account, and for this clock. */
  version!: number;
  now!: string;
  /** Who gains and loses what: of a hundred members at the most. */
  differences!: PermissionDifference[];
  /** How many differences there are in all. */
  differenceCount!: number;
  /** The names of the members whose differences are shown. Empty if the reader may not see members. */
  members!: RoleMember[];
  /** Why it would be refused, where it would. */
  refusal?: ChangeRefusal;
}

/**
 * Who would gain and lose which permission. It needs the permission of the change itself, and `permissions:view` where
 * it tells about others. What the rules would refuse is answered with the refusal; a change that names unknown things
 * fails.
 */
export const previewChange = rpc({
  context: 'access',
  noun: 'change',
  verb: 'preview',
  http: {
    method: 'POST',
    path: '/v1/changes/preview',
    tag: 'Permissions',
    summary: 'Preview a change: who would gain and lose what',
    idempotencyKey: 'ignored',
  },
  description:
    'Computes what a change of roles, members or ownership would give and take, from whom, and changes nothing. What the rules would refuse is answered with that refusal. It takes the permission of the change itself, and `permissions:view` for what it tells of others.',
  permission: { open: 'self' },
  input: PreviewChange,
  output: ChangePreview,
  errors: [
    permissionDenied,
    memberNotFound,
    roleNotFound,
    teamNotFound,
    projectNotFound,
    exceptionNotFound,
    versionChanged,
  ],
  callers: ['gateway'],
  deadline: 8_000,
  long: true,
});
