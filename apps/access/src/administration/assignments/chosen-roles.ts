import { roleCardinality, roleNotFound, RosterError } from '@roster/contracts';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { fitsCardinality, type AccountRole } from '../../account/roles/role.js';

/**
 * The roles with these ids, in their order. Rejects with `role.not-found` for one that the account does not have, and
 * with `role.cardinality` where the product's members have another number of roles.
 */
export function chosenRoles({ roles, preset }: AccountSnapshot, roleIds: readonly string[]): AccountRole[] {
  const chosen = roleIds.map((roleId) => {
    const role = roles.find(({ id }) => id === roleId.toLowerCase());
    if (!role) throw new RosterError(roleNotFound, undefined, { details: { roleId } });
    return role;
  });
  const { roleCardinality: cardinality } = preset;
  if (!fitsCardinality(cardinality, chosen.length)) {
    throw new RosterError(roleCardinality, undefined, { details: { cardinality, given: chosen.length } });
  }
  return chosen;
}

/**
 * The roles that these promised ids stand for now: a deleted role is followed to its replacement. Rejects with
 * `role.not-found` where there is none. Their number is not checked again; that was done when they were promised.
 */
export function presentRoles(account: AccountSnapshot, roleIds: readonly string[]): AccountRole[] {
  const present = roleIds.map((roleId) => {
    const role = account.presentRole(roleId);
    if (!role) throw new RosterError(roleNotFound, undefined, { details: { roleId } });
    return role;
  });
  return [...new Set(present)];
}
