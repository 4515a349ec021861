import type { Preset } from '@roster/contracts';
import type { AccountPolicy, ExceptionPolicy, MemberPolicy, MemberStatus, ProjectPolicy } from '@roster/permissions';
import type { StoredAccount, StoredException, StoredMember, StoredProject } from '../accounts/stored-account.js';
import { standingOf } from '../members/member.js';
import type { AccountRole } from '../roles/role.js';

/**
 * Caches the policy of each stored member. The same stored object gives the same policy object, so the difference of
 * two accounts is found by comparing references.
 */
const members = new WeakMap<StoredMember, MemberPolicy>();
const projects = new WeakMap<StoredProject, ProjectPolicy>();

/**
 * The part of an account that decisions depend on. An account that is not active yet is closed like a suspended one.
 */
export const policyOf = (stored: StoredAccount, preset: Preset, roles: readonly AccountRole[]): AccountPolicy => ({
  accountId: stored.id,
  status: stored.status === 'active' ? 'active' : 'suspended',
  version: stored.version,
  ownerMemberId: stored.ownerMemberId,
  teamsEnabled: preset.features.teams,
  roles: roles.map(({ id, grants, managerRoleId }) => ({ id, grants, managerRoleId })),
  members: stored.members.map(memberPolicy),
  projects: stored.projects.map(projectPolicy),
});

function memberPolicy(member: StoredMember): MemberPolicy {
  const known = members.get(member);
  if (known) return known;
  const { id, roleIds, managerId, agentAccess, teams, exceptions } = member;
  const status = standingOf(member);
  if (status === 'deleted') throw new Error(`The member ${id} is deleted, and has no policy`);
  const policy = {
    id,
    status: status satisfies MemberStatus,
    roleIds,
    ...(managerId && { managerId }),
    ...(agentAccess && { agentAccess }),
    ...(teams.length > 0 && { teams }),
    ...(exceptions.length > 0 && { exceptions: exceptions.map(exceptionPolicy) }),
  };
  members.set(member, policy);
  return policy;
}

const exceptionPolicy = ({
  permission,
  effect,
  scope,
  projectId,
  expiresAt,
  reason,
}: StoredException): ExceptionPolicy => ({
  permission,
  effect,
  ...(scope && { scope }),
  ...(projectId && { projectId }),
  ...(expiresAt !== null && { expiresAt }),
  ...(reason !== null && { reason }),
});

function projectPolicy(project: StoredProject): ProjectPolicy {
  const known = projects.get(project);
  if (known) return known;
  const { id, ownerMemberId, team } = project;
  const policy = { id, ownerMemberId, team };
  projects.set(project, policy);
  return policy;
}
