import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';

export type CatalogueFeature = components['schemas']['CatalogueFeature'];
export type CatalogueAction = components['schemas']['CatalogueAction'];

/** All permissions of the account's product. It changes with a release only. */
export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/catalogue', { signal })),
  staleTime: Infinity,
});
