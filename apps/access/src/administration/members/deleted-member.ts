import type { StoredAccount, StoredProject } from '../../account/accounts/stored-account.js';

/**
 * The account after a member was deleted. Nothing belongs to them any more: their reports get their manager, and their
 * successor gets their projects.
 */
export function withoutMember(account: StoredAccount, memberId: string, successorId?: string): StoredAccount {
  const managerId = account.members.find(({ id }) => id === memberId)?.managerId ?? null;
  return {
    ...account,
    members: account.members.map((member) => {
      if (member.id === memberId)
        return { ...member, roleIds: [], managerId: null, agentAccess: false, teams: [], exceptions: [] };
      // The owner has no manager, and a member cannot be their own manager.
      if (member.managerId !== memberId) return member;
      return { ...member, managerId: managerId === member.id ? null : managerId };
    }),
    projects: account.projects.map((project) => without(project, memberId, successorId)),
  };
}

function without(project: StoredProject, memberId: string, successorId: string | undefined): StoredProject {
  const isTeammate = project.team.some((teammate) => teammate.memberId === memberId);
  const team = isTeammate ? project.team.filter((teammate) => teammate.memberId !== memberId) : project.team;
  const isInherited = successorId !== undefined && project.ownerMemberId === memberId;
  if (!isTeammate && !isInherited) return project;
  return { ...project, team, ownerMemberId: isInherited ? successorId : project.ownerMemberId };
}
