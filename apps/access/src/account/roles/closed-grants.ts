import type { FieldError, GrantValue } from '@roster/contracts';
import {
  grantProblem,
  isScopeName,
  scopeBits,
  scopeNames,
  type Catalogue,
  type GrantProblem,
  type Grants,
  type Permission,
} from '@roster/permissions';
import { invalid } from '@roster/service-kit';

export const WHY: Readonly<Record<GrantProblem, string>> = {
  unknown_permission: 'is not a permission of this product',
  not_grantable: 'cannot be granted: only the owner has it',
  joined: 'comes with another action: grant that one',
  scope_not_taken: 'takes true, and no scope',
  scope_required: 'takes a list of one or more scope names',
};

/**
 * The grants of a role together with all that they imply, in the order of the catalogue. Rejects with
 * `request.invalid`, with a path for each grant that is not possible.
 */
export function closedGrants(catalogue: Catalogue, given: Readonly<Record<string, GrantValue>>): Grants {
  const errors = Object.entries(given).flatMap(([key, value]): FieldError[] => {
    const problem = grantProblem(catalogue, key, value);
    return problem ? [{ path: `grants.${key}`, code: problem, message: `"${key}" ${WHY[problem]}` }] : [];
  });
  if (errors.length > 0) throw invalid(...errors);
  const bits = new Map<Permission, number>();
  for (const [key, value] of Object.entries(given)) {
    const permission = catalogue.find(key);
    if (!permission) continue;
    add(bits, permission, value === true ? ALL : scopeBits(value.filter(isScopeName)));
    const base = catalogue.at(permission.base);
    if (base !== permission && !grantProblem(catalogue, base.key, base.kind === 'toggle' ? true : ['own'])) {
      add(bits, base, impliedBits(permission, base, bits));
    }
  }
  const ordered = [...bits].toSorted(([a], [b]) => a.index - b.index);
  return Object.fromEntries(ordered.map(([{ key, kind }, held]) => [key, kind === 'toggle' ? true : scopeNames(held)]));
}

const ALL = scopeBits(['all']);
const OWN = scopeBits(['own']);

/**
 * What an action adds to its base action. A scoped action adds its scope to a scoped base; a toggle adds OWN at most. A
 * base that is a toggle is simply granted.
 */
function impliedBits(action: Permission, base: Permission, bits: ReadonlyMap<Permission, number>): number {
  if (base.kind === 'toggle') return ALL;
  return action.kind === 'scoped' ? (bits.get(action) ?? 0) : OWN;
}

function add(bits: Map<Permission, number>, permission: Permission, more: number): void {
  bits.set(permission, (bits.get(permission) ?? 0) | more);
}
