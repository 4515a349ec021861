import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import type { components } from '../api/schema.js';

export type Role = components['schemas']['Role'];

/** All roles of the account in the order of display: those of the product, then its own (500 at most). */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => {
    const roles: Role[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 200, ...(cursor && { cursor }) };
      const page = await bodyOf(api.GET('/v1/roles', { params: { query }, signal }));
      roles.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return roles;
  },
  meta: { shows: ['role', 'member'] },
});

/** Whoever has only such a role sees nothing of the product. */
export const grantsNothing = ({ grants }: Pick<Role, 'grants'>): boolean => Object.keys(grants).length === 0;
