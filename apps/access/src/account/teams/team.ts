import { RosterError, teamNotFound, type TeamReference } from '@roster/contracts';
import { byName } from '../by-name.js';
import type { StoredAccount, StoredMember, StoredTeam } from '../accounts/stored-account.js';

/** The team with this id. Rejects with `team.not-found`. */
export function teamOf({ teams }: Pick<StoredAccount, 'teams'>, teamId: string): StoredTeam {
  const id = teamId.toLowerCase();
  const team = teams.find((each) => each.id === id);
  if (!team) throw new RosterError(teamNotFound, undefined, { details: { teamId } });
  return team;
}

/** The promised teams that still exist. */
export const promisedTeams = (
  teams: readonly StoredTeam[],
  teamIds: readonly string[],
): { teamId: string; expiresAt: null }[] =>
  teams.filter(({ id }) => teamIds.includes(id)).map(({ id }) => ({ teamId: id, expiresAt: null }));

/** The teams that a member is on, by name. */
export const teamsOf = (
  { teams }: Pick<StoredAccount, 'teams'>,
  member: Pick<StoredMember, 'teams'>,
): TeamReference[] => {
  const ids = new Set(member.teams.map(({ teamId }) => teamId));
  return byName(teams.filter(({ id }) => ids.has(id))).map(({ id, name }) => ({ id, name }));
};
