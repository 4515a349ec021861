import type { Role } from '../../app/roles.js';
import { changedIn, type Grants } from './grants.js';

/** A role as it stands in the editor. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly icon: string | null;
  readonly managerRoleId: string | null;
  readonly grants: Grants;
}

export const draftOf = ({ name, description, icon, managerRoleId, grants }: Role): Draft => ({
  name,
  description,
  icon,
  managerRoleId,
  grants,
});

export const EMPTY: Draft = { name: '', description: '', icon: null, managerRoleId: null, grants: {} };

/** Whether both say the same, whatever the order of their grants. */
export const isSameDraft = (a: Draft, b: Draft): boolean =>
  a.name === b.name &&
  a.description === b.description &&
  a.icon === b.icon &&
  a.managerRoleId === b.managerRoleId &&
  changedIn(a.grants, b.grants).length === 0;
