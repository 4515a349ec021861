import { DEFAULT_PAGE_SIZE, type FreshPageQuery } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';
import type { StoredTeam } from '../../account/accounts/stored-account.js';
import { byName } from '../../account/teams/team.js';

const ID_LENGTH = 36;

/**
 * A page of teams by name. The cursor has the name and the id of the last one shown, so that the list goes on at that place
 * even where the team was renamed or deleted in between.
 */
export function teamPage(
  teams: readonly StoredTeam[],
  { limit = DEFAULT_PAGE_SIZE, cursor }: FreshPageQuery,
): { readonly shown: readonly StoredTeam[]; readonly nextCursor: string | null } {
  const rows = cursor === undefined ? byName(teams) : after(teams, placeOf(cursor));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: last && rows.length > limit ? cursorOf(last) : null };
}

function after(teams: readonly StoredTeam[], place: StoredTeam): readonly StoredTeam[] {
  const others = teams.filter(({ id, name }) => id !== place.id || name !== place.name);
  const ordered = byName([...others, place]);
  return ordered.slice(ordered.indexOf(place) + 1);
}

const cursorOf = ({ id, name }: StoredTeam): string => Buffer.from(id + name).toString('base64url');

function placeOf(cursor: string): StoredTeam {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = text.slice(0, ID_LENGTH);
  if (!isUuid(id)) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  return { id, name: text.slice(ID_LENGTH) };
}
