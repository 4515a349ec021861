import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type {
  StoredAccount,
  StoredException,
  StoredMember,
  StoredProject,
} from '../../account/accounts/stored-account.js';
import { MemberRoleEntity } from '../../account/assignments/member-role.entity.js';
import { ExceptionEntity } from '../../account/exception.entity.js';
import { MemberEntity } from '../../account/members/member.entity.js';
import { ProjectMemberEntity } from '../../account/projects/project-member.entity.js';
import { ProjectEntity } from '../../account/projects/project.entity.js';
import { RoleEntity } from '../../account/roles/role.entity.js';
import type { StoredRole } from '../../account/roles/role.js';
import { TeamEntity } from '../../account/teams/team.entity.js';
import { TeamMemberEntity } from '../../account/teams/team-member.entity.js';
import { pairs, type Pair } from '../../account/accounts/pairs.js';

export type Row = Readonly<Record<string, unknown>> & { readonly accountId: string };

/** A table that holds a part of the account: its rows, and the columns that identify a row. */
export interface Table {
  readonly entity: EntityTarget<ObjectLiteral>;
  readonly key: readonly string[];
  /** Whether removed rows stay as tombstones. */
  readonly keeps: boolean;
  readonly changed: readonly Pair<readonly Row[]>[];
}

/** Every table with its changes. In the order in which rows may be inserted; they are deleted in the reverse order. */
export function tables(before: StoredAccount, after: StoredAccount): Table[] {
  const { id: accountId } = after;
  const roles = pairs(before.roles, after.roles);
  const members = pairs(before.members, after.members);
  const projects = pairs(before.projects, after.projects);
  const named = pairs(before.teams, after.teams);
  const byRole = rowsOf(roles, (role: StoredRole) => [{ accountId, ...role }]);
  const byMember = (rows: (member: StoredMember) => Row[]) => rowsOf(members, rows);
  const byProject = (rows: (project: StoredProject) => Row[]) => rowsOf(projects, rows);
  return [
    { entity: RoleEntity, key: ['id'], keeps: true, changed: byRole },
    { entity: MemberEntity, key: ['id'], keeps: true, changed: byMember((member) => [memberRow(accountId, member)]) },
    {
      entity: MemberRoleEntity,
      key: ['memberId', 'roleId'],
      keeps: false,
      changed: byMember(({ id, roleIds }) => roleIds.map((roleId) => ({ accountId, memberId: id, roleId }))),
    },
    {
      entity: ExceptionEntity,
      key: ['id'],
      keeps: false,
      changed: byMember(({ id, exceptions }) => exceptions.map((exception) => exceptionRow(accountId, id, exception))),
    },
    { entity: TeamEntity, key: ['id'], keeps: false, changed: rowsOf(named, (team) => [{ accountId, ...team }]) },
    {
      entity: TeamMemberEntity,
      key: ['teamId', 'memberId'],
      keeps: false,
      changed: byMember(({ id, teams }) => teams.map((team) => ({ accountId, memberId: id, ...team }))),
    },
    {
      entity: ProjectEntity,
      key: ['id'],
      keeps: false,
      changed: byProject(({ id, name, ownerMemberId }) => [{ accountId, id, name, ownerMemberId }]),
    },
    {
      entity: ProjectMemberEntity,
      key: ['projectId', 'memberId'],
      keeps: false,
      changed: byProject(({ id, team }) => team.map((member) => ({ accountId, projectId: id, ...member }))),
    },
  ];
}

function rowsOf<T>(changed: readonly Pair<T>[], rows: (item: T) => Row[]): Pair<readonly Row[]>[] {
  return changed.map(({ before, after }) => ({ before: before && rows(before), after: after && rows(after) }));
}

const memberRow = (accountId: string, member: StoredMember): Row => ({
  accountId,
  id: member.id,
  userId: member.userId,
  email: member.email,
  firstName: member.firstName,
  lastName: member.lastName,
  status: member.status,
  revision: member.revision,
  takenStatus: member.takenStatus,
  takenRevision: member.takenRevision,
  managerId: member.managerId,
  agentAccess: member.agentAccess,
});

const exceptionRow = (accountId: string, memberId: string, exception: StoredException): Row => ({
  accountId,
  memberId,
  ...exception,
});
