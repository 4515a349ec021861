import type { RoleReference } from '@roster/contracts';
import type { AccountRole } from '../roles/role.js';

export const reference = ({ id, name }: Pick<AccountRole, 'id' | 'name'>): RoleReference => ({ id, name });

/** Whether two lists of role ids are the same set. */
export const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
