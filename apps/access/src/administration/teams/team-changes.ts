import {
  nameKey,
  MOST_TEAMS,
  MOST_TEAMS_OF_MEMBER,
  RosterError,
  teamLimitReached,
  teamNameTaken,
  teamNotAllowed,
  type CreateTeam,
  type RenameTeam,
  type SetMemberTeams,
  type SetTeamMembers,
  type TeamId,
} from '@roster/contracts';
import type { StoredAccount, StoredMember, StoredTeam } from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { isServiceAccount, personOf } from '../../account/members/member-of.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { teamOf } from '../../account/teams/team.js';

export function createdTeam({ account, createdId }: Setting, input: CreateTeam): StoredAccount {
  const { stored } = account;
  requireTeams(account);
  if (stored.teams.length >= MOST_TEAMS) throw new RosterError(teamLimitReached);
  const team = { id: createdId, name: freeName(stored, input.name) };
  return withTeammates(account, { ...stored, teams: [...stored.teams, team] }, team.id, input.memberIds ?? []);
}

export function renamedTeam({ account: { stored } }: Setting, input: RenameTeam): StoredAccount {
  const team = teamOf(stored, input.teamId);
  const name = freeName(stored, input.name, team);
  if (name === team.name) return stored;
  return { ...stored, teams: stored.teams.map((other) => (other === team ? { ...team, name } : other)) };
}

export function deletedTeam({ account: { stored } }: Setting, { teamId }: TeamId): StoredAccount {
  const { id } = teamOf(stored, teamId);
  const { teams, ...next } = withTeams(stored, (member) => {
    const ids = new Set(member.teams.map((team) => team.teamId));
    return ids.delete(id) ? onTeams(member, ids) : member;
  });
  return { ...next, teams: teams.filter((team) => team.id !== id) };
}

/** Sets the members of a team: these members, and nobody else. */
export function withTeamMembers({ account }: Setting, { teamId, memberIds }: SetTeamMembers): StoredAccount {
  return withTeammates(account, account.stored, teamOf(account.stored, teamId).id, memberIds);
}

/** Sets the teams of a member: these teams, and no other. */
export function withMemberTeams({ account }: Setting, { memberId, teamIds }: SetMemberTeams): StoredAccount {
  requireTeams(account);
  const { stored } = account;
  const { id } = personOf(account, memberId);
  const chosen = new Set(teamIds.map((teamId) => teamOf(stored, teamId).id));
  return withTeams(stored, (member) => (member.id === id ? onTeams(member, chosen) : member));
}

/** Rejects with `team.not-allowed` in a product without teams. */
export function requireTeams({ preset }: Pick<AccountSnapshot, 'preset'>): void {
  if (!preset.features.teams) throw new RosterError(teamNotAllowed);
}

function withTeammates(
  account: AccountSnapshot,
  next: StoredAccount,
  teamId: string,
  memberIds: readonly string[],
): StoredAccount {
  const chosen = new Set(memberIds.map((memberId) => personOf(account, memberId).id));
  return withTeams(next, (member) => {
    const ids = new Set(member.teams.map((team) => team.teamId));
    // A service account stays as it is: nobody can name it, so leaving it out says nothing.
    if (isServiceAccount(member) || ids.has(teamId) === chosen.has(member.id)) return member;
    if (!ids.delete(teamId)) ids.add(teamId);
    return onTeams(member, ids);
  });
}

/**
 * Changes the members. Where none of them changes, the list stays the same object, so that no difference is recorded.
 */
function withTeams(account: StoredAccount, change: (member: StoredMember) => StoredMember): StoredAccount {
  const members = account.members.map(change);
  return members.every((member, at) => member === account.members[at]) ? account : { ...account, members };
}

/** Puts a member on the chosen teams. A place that they already have stays as it is, with its end. */
function onTeams(member: StoredMember, chosen: ReadonlySet<string>): StoredMember {
  const kept = member.teams.filter(({ teamId }) => chosen.has(teamId));
  const had = new Set(kept.map(({ teamId }) => teamId));
  const added = [...chosen].filter((teamId) => !had.has(teamId));
  if (added.length === 0 && kept.length === member.teams.length) return member;
  const teams = [...kept, ...added.map((teamId) => ({ teamId, expiresAt: null }))];
  if (teams.length > MOST_TEAMS_OF_MEMBER) throw new RosterError(teamLimitReached);
  return { ...member, teams: teams.toSorted((a, b) => (a.teamId < b.teamId ? -1 : 1)) };
}

function freeName({ teams }: StoredAccount, name: string, own?: StoredTeam): string {
  const taken = teams.find((team) => team !== own && nameKey(team.name) === nameKey(name));
  if (taken) throw new RosterError(teamNameTaken, undefined, { details: { team: taken.id } });
  return name;
}
