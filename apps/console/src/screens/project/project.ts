import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import { all } from '../../api/pages.js';
import type { components } from '../../api/schema.js';

export type Teammate = components['schemas']['ProjectTeammate'];
export type ProjectPermission = components['schemas']['ProjectPermission'];

/** Who is on the team, as of the first page's version: a list made from it says so, and loses nothing of what others change. */
export const teamOfProjectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'team'],
    queryFn: async ({ signal }) => {
      let version: number | undefined;
      const people = await all(async (cursor) => {
        const page = await bodyOf(
          api.GET('/v1/projects/{projectId}/team', {
            params: { path: { projectId }, query: { onTeam: true, limit: 200, ...(cursor && { cursor }) } },
            signal,
          }),
        );
        version ??= page.version;
        return page;
      });
      return { people, version };
    },
    meta: { shows: ['project', 'member'] },
  });

/** Everybody who could be on the team, page after page, by name or address. */
export const peopleForTeamQuery = (projectId: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ['projects', projectId, 'people', q],
    queryFn: ({ signal, pageParam }) =>
      bodyOf(
        api.GET('/v1/projects/{projectId}/team', {
          params: {
            path: { projectId },
            query: { limit: 50, ...(q && { q }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

export const permissionsInProjectQuery = (projectId: string, memberId: string) =>
  queryOptions({
    queryKey: ['projects', projectId, 'permissions', memberId],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/projects/{projectId}/team/{memberId}/permissions', {
          params: { path: { projectId, memberId } },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
