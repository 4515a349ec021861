import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import { rolesQuery, type Role } from '../../app/roles.js';

/** Puts the account's own roles into another order: at once on screen, and back if it is refused. */
export function useOrder(onDone: (moved: Role, place: number) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ roleIds }: { roleIds: string[]; moved: Role }) => api.PUT('/v1/roles/order', { body: { roleIds } }),
    onMutate: async ({ roleIds }) => {
      await queries.cancelQueries(rolesQuery);
      const before = queries.getQueryData(rolesQuery.queryKey);
      queries.setQueryData(rolesQuery.queryKey, (roles) => roles && ordered(roles, roleIds));
      return { before };
    },
    onError: (_, __, context) => queries.setQueryData(rolesQuery.queryKey, context?.before),
    onSuccess: (_, { roleIds, moved }) => onDone(moved, roleIds.indexOf(moved.id) + 1),
    onSettled: () => queries.invalidateQueries(rolesQuery),
  });
}

const ordered = (roles: readonly Role[], ids: readonly string[]): Role[] => {
  const places = new Map(ids.map((id, place) => [id, place]));
  return roles.toSorted((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1));
};

/** The list with the element at one place moved to another. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...list.slice(from, from + 1));
}
