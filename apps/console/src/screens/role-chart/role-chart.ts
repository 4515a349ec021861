import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client.js';
import type { components } from '../../api/schema.js';

export type RoleNode = components['schemas']['RoleNode'];

/** The tree of roles from its root. */
export const treeQuery = queryOptions({
  queryKey: ['roles', 'tree'],
  queryFn: ({ signal }) => bodyOf(api.GET('/v1/roles/tree', { signal })),
  meta: { shows: ['role', 'member'] },
});
