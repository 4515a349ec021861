import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client.js';
import { all, from } from '../api/pages.js';
import type { components } from '../api/schema.js';
import { useProduct } from './product.js';
import { useMay } from './session.js';

export type Role = components['schemas']['Role'];

/** All roles of the account in the order of display: those of the product, then its own (500 at most). */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => all((cursor) => bodyOf(api.GET('/v1/roles', { params: from(cursor), signal }))),
  meta: { shows: ['role', 'member'] },
});

/** The account's roles, where there are any and the person who is signed in may see them. Empty while they are loaded. */
export function useRoles(): readonly Role[] {
  const may = useMay();
  const { roleCardinality } = useProduct();
  const { data = [] } = useQuery({ ...rolesQuery, enabled: roleCardinality !== 'none' && may('roles:view') });
  return data;
}

/** The roles that somebody other than the owner can have: in a tree, the one at its root is the owner's alone. */
export function useAssignableRoles(): readonly Role[] {
  const { roleTree } = useProduct();
  const roles = useRoles();
  return roleTree ? roles.filter(({ managerRoleId }) => managerRoleId !== null) : roles;
}

/** Whoever has only such a role sees nothing of the product. */
export const grantsNothing = ({ grants }: Pick<Role, 'grants'>): boolean => Object.keys(grants).length === 0;
