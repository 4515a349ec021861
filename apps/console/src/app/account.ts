import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';

type AccountDetails = components['schemas']['AccountDetails'];

/** The account's own page, as the person who is signed in sees it. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/account', { signal })),
  meta: { shows: ['account'] },
});

export const useAccount = (): AccountDetails => useSuspenseQuery(accountQuery).data;
