import type { StoredAccount } from '../accounts/stored-account.js';

/** The account after a member has gone for good: nothing is his any more, and his reports have his manager. */
export function departed(account: StoredAccount, memberId: string): StoredAccount {
  const managerId = account.members.find(({ id }) => id === memberId)?.managerId ?? null;
  return {
    ...account,
    members: account.members.map((member) => {
      if (member.id === memberId)
        return { ...member, roleIds: [], managerId: null, agentAccess: false, teams: [], exceptions: [] };
      // The owner has no manager, and nobody is his own.
      if (member.managerId !== memberId) return member;
      return { ...member, managerId: managerId === member.id ? null : managerId };
    }),
    projects: account.projects.map((project) =>
      project.team.some((teammate) => teammate.memberId === memberId)
        ? { ...project, team: project.team.filter((teammate) => teammate.memberId !== memberId) }
        : project,
    ),
  };
}
