import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Product = components['schemas']['Product'];

/** What the account's product has, and how it names it. It changes with a release only. */
export const productQuery = queryOptions({
  queryKey: ['product'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/product', { signal })),
  staleTime: Infinity,
});

export const useProduct = (): Product => useSuspenseQuery(productQuery).data;
