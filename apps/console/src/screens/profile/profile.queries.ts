import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';

/** What the person can show besides their password. */
export const factorsQuery = queryOptions({
  queryKey: ['me', 'second-factors'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/second-factors', { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/sessions', { signal })),
});

export const connectionsQuery = queryOptions({
  queryKey: ['me', 'connections'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/connections', { signal })),
});

export const addressesQuery = queryOptions({
  queryKey: ['me', 'ip-addresses'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/me/ip-addresses', { signal })),
});
