import type { Preset } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import type { StoredRole } from '../../account/roles/role.js';

/** The account, with any missing roles of the preset added. */
export function withSystemRoles(account: StoredAccount, preset: Preset): StoredAccount {
  const known = new Set(account.roles.map(({ slug }) => slug));
  const missing = preset.systemRoles.filter(({ slug }) => !known.has(slug));
  if (missing.length === 0) return account;
  return { ...account, roles: [...account.roles, ...missing.map(({ slug }) => systemRole(slug))] };
}

const systemRole = (slug: string): StoredRole => ({
  id: uuidv7(),
  slug,
  name: null,
  description: null,
  icon: null,
  grants: null,
  position: null,
  managerRoleId: null,
  deleted: false,
  replacedBy: null,
});
