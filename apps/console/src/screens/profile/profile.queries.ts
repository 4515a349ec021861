import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';

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
