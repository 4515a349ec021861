import { oneOf, type FieldError, type GrantValue } from '@roster/contracts';
import {
  grantProblem,
  isScopeName,
  SCOPE_NAMES,
  scopeBits,
  scopeNames,
  type Catalogue,
  type GrantProblem,
  type Grants,
  type Permission,
} from '@roster/permissions';
import { invalid } from '@roster/service-kit';

const WHY: Readonly<Record<GrantProblem, string>> = {
  unknown_permission: 'is not a permission of this product',
  not_grantable: 'cannot be granted: only the owner has it',
  joined: 'comes with another action: grant that one',
  scope_not_taken: 'takes true, and no scope',
  scope_required: 'takes a list of one or more scope names',
};

/** What is wrong with a grant, and what can be said instead where that is a name. */
export function grantError(
  catalogue: Catalogue,
  { key, problem, path }: { key: string; problem: GrantProblem; path: string },
): FieldError {
  const error = { path, code: problem, message: `"${key}" ${WHY[problem]}` };
  if (problem === 'scope_required') return withChoices(error, SCOPE_NAMES);
  return problem === 'unknown_permission' ? withChoices(error, permissionsLike(catalogue, key)) : error;
}

const withChoices = (error: FieldError, choices: readonly string[]): FieldError => ({
  ...error,
  message: `${error.message}: ${oneOf(choices)}`,
  choices: [...choices],
});

/** The permissions of the feature that is named; where there is no such feature, the features. */
function permissionsLike({ features }: Catalogue, key: string): string[] {
  const named = features.find((feature) => feature.key === key.split(':')[0]);
  const grantable = named?.permissions.filter((each) => each.grantable && each.decidedBy === each.index) ?? [];
  return named ? grantable.map((each) => each.key) : features.map((feature) => `${feature.key}:…`);
}

/**
 * The grants of a role together with all that they imply, in the order of the catalogue. Rejects with
 * `request.invalid`, with a path for each grant that is not possible.
 */
export function closedGrants(catalogue: Catalogue, given: Readonly<Record<string, GrantValue>>): Grants {
  const errors = Object.entries(given).flatMap(([key, value]): FieldError[] => {
    const problem = grantProblem(catalogue, key, value);
    return problem ? [grantError(catalogue, { key, problem, path: `grants.${key}` })] : [];
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
