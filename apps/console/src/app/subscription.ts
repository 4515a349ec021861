import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';

/** The plan that the account has bought. */
export const subscriptionQuery = queryOptions({
  queryKey: ['billing', 'subscription'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/billing/subscription', { signal })),
  meta: { shows: ['seat'] },
});
