import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import { all, from } from '../api/pages.js';
import type { components } from '../api/schema.js';
import { useMe } from './session.js';

export type Project = components['schemas']['Project'];

/** The projects that the person who is signed in may know of. */
export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/projects', { params: from(cursor), signal }))),
  meta: { shows: ['project', 'permissions'] },
});

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['projects', projectId],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/projects/{projectId}', { params: { path: { projectId } }, signal })),
    meta: { shows: ['project', 'permissions'] },
  });

/** Whether the person who is signed in may do this in the project. Nothing, while it is loaded. */
export function useMayIn(projectId: string): (permission: string) => boolean {
  const { member } = useMe();
  const { data } = useQuery({
    queryKey: ['projects', projectId, 'mine'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/members/{memberId}/permissions', {
          params: { path: { memberId: member.id }, query: { projectId } },
          signal,
        }),
      ),
    meta: { shows: ['project', 'permissions'] },
  });
  const held = new Set(data?.permissions.map(({ permission }) => permission));
  return (permission) => held.has(permission);
}
