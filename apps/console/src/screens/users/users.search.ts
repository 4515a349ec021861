import type { components } from '../../api/schema.js';

type Status = components['schemas']['MemberRow']['status'];

export const STATUSES = ['active', 'invited', 'inactive', 'revoked'] as const satisfies readonly Status[];
const SORTS = ['name', '-name', 'lastActiveAt', '-lastActiveAt'] as const;
export type Sort = (typeof SORTS)[number];

/** What the list of users shows. It stands in the address, so a link shows the same again. */
export interface UsersSearch {
  q?: string;
  role?: string[];
  status?: (typeof STATUSES)[number][];
  team?: string[];
  twoFactor?: boolean;
  activeOnly?: true;
  sort?: Sort;
  cursor?: string;
}

/** Takes out of an address what it can; the rest is as if it were not there. */
export function usersSearch(given: Record<string, unknown>): UsersSearch {
  const { q, role, status, team, twoFactor, activeOnly, sort, cursor } = given;
  const roles = texts(role);
  const teams = texts(team);
  const statuses = texts(status);
  const known = STATUSES.filter((one) => statuses.includes(one));
  return {
    // Somebody's name may be a number, which the address gives as one.
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q).slice(0, 200) }),
    ...(roles.length > 0 && { role: roles }),
    ...(known.length > 0 && { status: known }),
    ...(teams.length > 0 && { team: teams }),
    ...(typeof twoFactor === 'boolean' && { twoFactor }),
    ...(activeOnly === true && { activeOnly }),
    ...(SORTS.includes(sort as Sort) && { sort: sort as Sort }),
    ...(typeof cursor === 'string' && { cursor }),
  };
}

const texts = (given: unknown): string[] =>
  [given]
    .flat()
    .filter((one): one is string => typeof one === 'string' && one !== '')
    .slice(0, 50);

/** Where the browser fetches all users that the list is narrowed to as a file. */
export function csvPath({ cursor: _page, ...filters }: UsersSearch): string {
  const pairs = Object.entries(filters).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)]),
  );
  return `/v1/members.csv?${new URLSearchParams(pairs).toString()}`;
}

const FILTERS = ['q', 'role', 'status', 'team', 'twoFactor', 'activeOnly'] as const;

export const isFiltered = (search: UsersSearch): boolean => FILTERS.some((filter) => search[filter] !== undefined);
