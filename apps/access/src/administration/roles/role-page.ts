import { invalid } from '@roster/service-kit';
import type { AccountRole, StoredRole } from '../../account/roles/role.js';

/**
 * The roles that come after this one in the order of display; all of them after undefined. A role that was deleted since
 * the last page is where it stood among the account's own. Throws `request.invalid` for one that the account never had.
 */
export function rolesAfter(
  id: string | undefined,
  roles: readonly AccountRole[],
  stored: readonly StoredRole[],
): readonly AccountRole[] {
  if (id === undefined) return roles;
  const at = roles.findIndex((role) => role.id === id);
  if (at !== -1) return roles.slice(at + 1);
  const gone = stored.find((role) => role.id === id);
  if (!gone) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  const next = roles.findIndex(({ position }) => position !== null && position >= (gone.position ?? 0));
  return next === -1 ? [] : roles.slice(next);
}
