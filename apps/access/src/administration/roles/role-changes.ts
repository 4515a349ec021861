import { isDeepStrictEqual } from 'node:util';
import {
  nameKey,
  MOST_CUSTOM_ROLES,
  roleLimitReached,
  roleNameTaken,
  roleNotAllowed,
  roleNotFound,
  roleOwnersOnly,
  roleReplacementRequired,
  RosterError,
  roleSystem,
  type CreateRole,
  type DeleteRole,
  type EditRole,
  type OrderRoles,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import type { Setting } from '../changes/setting.js';
import { rootRole } from '../ownership/ownership.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { closedGrants } from '../../account/roles/closed-grants.js';
import { requireTree } from '../../account/roles/role-tree.js';
import type { AccountRole, StoredRole } from '../../account/roles/role.js';

export function createdRole({ account, createdId }: Setting, input: CreateRole): StoredAccount {
  const { stored, preset, catalogue } = account;
  if (preset.features.customRoles === 'off') throw new RosterError(roleNotAllowed);
  const custom = account.roles.filter(({ slug }) => slug === null);
  if (custom.length >= MOST_CUSTOM_ROLES) throw new RosterError(roleLimitReached);
  const role: StoredRole = {
    id: createdId,
    slug: null,
    name: freeName(account, input.name),
    description: input.description ?? '',
    icon: input.icon ?? null,
    grants: closedGrants(catalogue, input.grants),
    position: Math.max(0, ...custom.map(({ position }) => position ?? 0)) + 1,
    managerRoleId: managerOf(account, input.managerRoleId ?? null),
    deleted: false,
    replacedBy: null,
  };
  return inTree(account, { ...stored, roles: [...stored.roles, role] });
}

/** Fields that are left out stay as they are. */
export function editedRole({ account }: Setting, input: EditRole): StoredAccount {
  const role = ownRole(account, input.roleId);
  const { name, description, icon, managerRoleId } = input;
  const grants = input.grants && closedGrants(account.catalogue, input.grants);
  const next: StoredRole = {
    ...role,
    ...(name !== undefined && { name: freeName(account, name, role.id) }),
    ...(description !== undefined && { description }),
    ...(icon !== undefined && { icon }),
    ...(managerRoleId !== undefined && { managerRoleId: managerOf(account, managerRoleId) }),
    ...(grants && !isDeepStrictEqual(grants, role.grants) && { grants }),
  };
  return inTree(account, withRoles(account.stored, new Map([[role.id, next]])));
}

/** Deletes a role. Its members get the replacement instead, once. The roles below it move to its own manager role. */
export function deletedRole({ account, promised }: Setting, input: DeleteRole): StoredAccount {
  const { stored } = account;
  const role = ownRole(account, input.roleId);
  const replacement = input.replacement === undefined ? null : replacementOf(account, role, input.replacement);
  const members = stored.members.filter(({ roleIds }) => roleIds.includes(role.id)).length + (promised?.members ?? 0);
  const connections = promised?.connections ?? [];
  if (!replacement && (members > 0 || connections.length > 0)) {
    throw new RosterError(roleReplacementRequired, undefined, { details: { members, connections } });
  }
  const changed = stored.roles.flatMap((other): [string, StoredRole][] => {
    if (other.id === role.id)
      return [[role.id, { ...role, deleted: true, replacedBy: replacement, managerRoleId: null }]];
    if (other.deleted)
      return replacement && other.replacedBy === role.id ? [[other.id, { ...other, replacedBy: replacement }]] : [];
    return other.managerRoleId === role.id ? [[other.id, { ...other, managerRoleId: role.managerRoleId }]] : [];
  });
  const next = withRoles(stored, new Map(changed));
  return {
    ...next,
    members: next.members.map((member) => {
      if (!member.roleIds.includes(role.id)) return member;
      const kept = member.roleIds.filter((id) => id !== role.id && id !== replacement);
      return { ...member, roleIds: replacement ? [...kept, replacement] : kept };
    }),
  };
}

/** Orders the custom roles. The system roles come before them, in the order of the product. */
export function orderedRoles({ account }: Setting, { roleIds }: OrderRoles): StoredAccount {
  const roles = roleIds.map((roleId) => ownRole(account, roleId));
  const named = new Set(roles.map(({ id }) => id));
  const own = account.roles.filter(({ slug }) => slug === null);
  if (named.size !== roles.length || own.some(({ id }) => !named.has(id))) {
    throw invalid({ path: 'roleIds', message: 'must name each of the account’s own roles once' });
  }
  const placed = roles.map((role, at): [string, StoredRole] => [role.id, { ...role, position: at + 1 }]);
  return withRoles(account.stored, new Map(placed));
}

/** The role with this id, if it is not deleted. Rejects with `role.not-found`. */
function presentRole(account: AccountSnapshot, roleId: string): AccountRole {
  const role = account.roles.find(({ id }) => id === roleId.toLowerCase());
  if (!role) throw new RosterError(roleNotFound);
  return role;
}

/** A custom role. Rejects with `role.system` for a role of the product. */
function ownRole(account: AccountSnapshot, roleId: string): StoredRole {
  const { id } = presentRole(account, roleId);
  const role = account.stored.roles.find((stored) => stored.id === id);
  if (!role || role.slug !== null) throw new RosterError(roleSystem);
  return role;
}

function replacementOf(account: AccountSnapshot, role: StoredRole, replacement: string): string {
  const { id } = presentRole(account, replacement);
  if (id === role.id) throw invalid({ path: 'replacement', message: 'must be another role' });
  if (id === rootRole(account.stored, account.preset)) throw new RosterError(roleOwnersOnly);
  return id;
}

/** The role above, in a product with a tree of roles. */
function managerOf(account: AccountSnapshot, managerRoleId: string | null): string | null {
  const path = 'managerRoleId';
  if (!account.preset.roleTree) {
    if (managerRoleId !== null)
      throw invalid({ path, message: 'has no meaning here: this product has no tree of roles' });
    return null;
  }
  if (managerRoleId === null) throw invalid({ path, message: 'must be the role above it' });
  return presentRole(account, managerRoleId).id;
}

function freeName(account: AccountSnapshot, name: string, roleId?: string): string {
  const taken = account.roles.find((role) => role.id !== roleId && nameKey(role.name) === nameKey(name));
  if (taken) throw new RosterError(roleNameTaken, undefined, { details: { role: taken.id } });
  return name;
}

const withRoles = (account: StoredAccount, changed: ReadonlyMap<string, StoredRole>): StoredAccount => ({
  ...account,
  roles: account.roles.map((role) => changed.get(role.id) ?? role),
});

function inTree(account: AccountSnapshot, next: StoredAccount): StoredAccount {
  if (account.preset.roleTree) requireTree(account.next(next).roles);
  return next;
}
