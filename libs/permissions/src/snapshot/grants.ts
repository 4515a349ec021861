import type { Catalogue, Permission } from '../catalogue/catalogue.js';
import type { Grants } from '../policy/policy.js';
import { ALL, isScopeName, OWN, scopeBits } from '../scope/scope.js';

/** Scope sets by `Permission.index`. */
export type Row = Uint8Array;

export type GrantProblem =
  | 'unknown_permission'
  | 'not_grantable'
  /** A joined action (`create` is `edit`) cannot be granted itself: grant the action that it is joined to. */
  | 'joined'
  /** A toggle takes `true`, and no scope. */
  | 'scope_not_taken'
  /** A scoped permission takes a list of one or more scope names. */
  | 'scope_required';

/** Why this grant is not allowed in a role, an exception or a preset; undefined where it is. */
export function grantProblem(catalogue: Catalogue, key: string, value: unknown): GrantProblem | undefined {
  const permission = catalogue.find(key);
  if (!permission) return 'unknown_permission';
  if (!permission.grantable) return 'not_grantable';
  if (permission.decidedBy !== permission.index) return 'joined';
  if (permission.kind === 'toggle') return value === true ? undefined : 'scope_not_taken';
  return Array.isArray(value) && value.length > 0 && value.every(isScopeName) ? undefined : 'scope_required';
}

/**
 * What one source (a role, an exception, agent access) gives, including the base action that any action implies. A
 * grant with a problem gives nothing, so that leftovers from an older catalogue cannot widen anything.
 */
export function closedRow(catalogue: Catalogue, grants: Grants): Row {
  const row = new Uint8Array(catalogue.permissions.length);
  for (const [key, value] of Object.entries(grants)) {
    const permission = catalogue.find(key);
    if (!permission || grantProblem(catalogue, key, value)) continue;
    const bits = value === true ? ALL : scopeBits(value);
    add(row, permission.index, bits);
    if (permission.base !== permission.index)
      add(row, permission.base, impliedBits(permission, catalogue.at(permission.base), bits));
  }
  return row;
}

/**
 * What holding an action adds to its base: its own scope. A toggle adds OWN at most, and a base that is a toggle is
 * simply granted.
 */
function impliedBits(action: Permission, base: Permission, bits: number): number {
  if (base.kind === 'toggle') return ALL;
  return action.kind === 'scoped' ? bits : OWN;
}

/** Joins sets by OR. Nothing is ranked or intersected. */
export function union(rows: readonly Row[]): Row {
  const joined = new Uint8Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((bits, index) => add(joined, index, bits));
  return joined;
}

function add(row: Row, index: number, bits: number): void {
  row[index] = (row[index] ?? 0) | bits;
}
