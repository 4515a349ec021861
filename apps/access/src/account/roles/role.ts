import type { Preset } from '@roster/contracts';
import type { Grants } from '@roster/permissions';

/** A role as it is stored. What the preset says of a system role is not stored again. */
export interface StoredRole {
  readonly id: string;
  readonly slug: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly icon: string | null;
  readonly grants: Grants | null;
  readonly position: number | null;
  readonly managerRoleId: string | null;
  readonly deleted: boolean;
  readonly replacedBy: string | null;
}

/** A role of an account, complete. */
export interface AccountRole {
  readonly id: string;
  readonly slug: string | null;
  readonly name: string;
  readonly description: string;
  readonly icon: string | null;
  readonly grants: Grants;
  /** Null for the root of the tree, and in a product without a tree. */
  readonly managerRoleId: string | null;
  /** The position among the custom roles; null for a system role. */
  readonly position: number | null;
}

const MAX_REPLACEMENTS = 32;

/** The roles that are not deleted, in the order of display: the preset's, then the custom ones by position. */
export function accountRoles(stored: readonly StoredRole[], preset: Preset): AccountRole[] {
  const live = stored.filter(({ deleted }) => !deleted);
  const idOf = (slug: string | undefined) => live.find((role) => role.slug === slug)?.id ?? null;
  const system = preset.systemRoles.flatMap(({ slug, name, description, icon, manager, grants }) => {
    const id = idOf(slug);
    const managerRoleId = manager ? idOf(manager) : null;
    return id ? [{ id, slug, name, description, icon, grants, managerRoleId, position: null }] : [];
  });
  const custom = live
    .filter(({ slug }) => slug === null)
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map((role) => ({
      id: role.id,
      slug: null,
      name: role.name ?? '',
      description: role.description ?? '',
      icon: role.icon,
      grants: role.grants ?? {},
      managerRoleId: role.managerRoleId,
      position: role.position,
    }));
  return [...system, ...custom];
}

/** Whether a member of this product may have this number of roles. */
export function fitsCardinality(cardinality: Preset['roleCardinality'], count: number): boolean {
  if (cardinality === 'none') return count === 0;
  return cardinality === 'multi' || count === 1;
}

/**
 * The roles that a member now gets for promised role ids. A deleted role is followed to its replacement, an id that is
 * not known is dropped, and where the product allows one role the first one counts.
 */
export function promisedRoles(
  stored: readonly StoredRole[],
  roleIds: readonly string[],
  cardinality: Preset['roleCardinality'],
): string[] {
  const known = new Map(stored.map((role) => [role.id, role]));
  const live = roleIds.flatMap((id) => successor(known, id) ?? []);
  const most = { none: 0, single: 1, multi: Infinity }[cardinality];
  return [...new Set(live)].slice(0, most);
}

/** The role with this id or, if it is deleted, the role that has replaced it; undefined where there is none. */
export function successor(known: ReadonlyMap<string, StoredRole>, id: string): string | undefined {
  let role = known.get(id);
  for (let step = 0; role?.deleted && step < MAX_REPLACEMENTS; step += 1) {
    role = role.replacedBy === null ? undefined : known.get(role.replacedBy);
  }
  return role?.deleted ? undefined : role?.id;
}

/** The held roles plus this one. Where the product allows one role only, this one replaces the others. */
export function withRole(held: readonly string[], roleId: string, cardinality: Preset['roleCardinality']): string[] {
  if (held.includes(roleId)) return [...held];
  return cardinality === 'multi' ? [...held, roleId] : [roleId];
}

/** At most two letters, for the circle that stands for a person. */
export function initialsOf(firstName: string, lastName: string): string {
  return [firstName, lastName].map((name) => [...name.trim()][0]?.toUpperCase() ?? '').join('');
}
