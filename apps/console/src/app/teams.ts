import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import { all, from } from '../api/pages.js';
import type { components } from '../api/schema.js';
import { useProduct } from './product.js';

export type Team = components['schemas']['Team'];

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/teams', { params: from(cursor), signal }))),
  meta: { shows: ['team', 'member'] },
});

/** The account's teams, where the product has any. Empty while they are loaded. */
export function useTeams(): readonly Team[] {
  const { features } = useProduct();
  const { data = [] } = useQuery({ ...teamsQuery, enabled: features.teams });
  return data;
}
