import { queryOptions, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, showAccount } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Me = components['schemas']['Me'];

/** Who is signed in, and the account that they see. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me> => {
    const me = await bodyOf(api.GET('/v1/me', { signal }));
    showAccount(me.account.id);
    return me;
  },
  staleTime: Infinity,
  meta: { shows: ['account'] },
});

/** After a sign-in, a sign-out or a switch: nothing that was shown before is shown again. */
export function startAnew(queries: QueryClient): void {
  showAccount(undefined);
  queries.clear();
}

/** What the person who is signed in may do. */
export const permissionsQuery = queryOptions({
  queryKey: ['me', 'permissions'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/permissions', { signal })),
  meta: { shows: ['permissions'] },
});

/** What the person can show besides their password. */
export const factorsQuery = queryOptions({
  queryKey: ['me', 'second-factors'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/second-factors', { signal })),
});

/** The accounts that the person may come into. */
export const accountsQuery = queryOptions({
  queryKey: ['me', 'accounts'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/accounts', { signal })),
  meta: { shows: ['account'] },
});

export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Whether the person who is signed in may do this to anything at all. What it is done to is for the services to decide. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSuspenseQuery(permissionsQuery).data;
  return (permission) => Object.hasOwn(permissions, permission);
}
