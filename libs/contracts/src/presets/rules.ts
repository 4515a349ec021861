import {
  catalogueProblems,
  grantProblem,
  scopeBits,
  type Catalogue,
  type GrantProblem,
  type Grants,
} from '@roster/permissions';
import { planProblems, type Problem } from './plan-rules.js';
import { catalogueOf, type Preset, type SystemRole } from './preset.js';

/** What the schema cannot say: that the parts of a preset agree with each other and with the platform. */
export function presetProblems(preset: Preset): Problem[] {
  const ofCatalogue = catalogueProblems(preset.catalogue, preset.projects !== 'off').map(({ path, message }) => ({
    path: ['catalogue', ...path],
    message,
  }));
  if (ofCatalogue.length > 0) return ofCatalogue;
  const catalogue = catalogueOf(preset);
  return [
    ...duplicateRoles(preset.systemRoles),
    ...preset.systemRoles.flatMap((role, at) => roleProblems(catalogue, role, ['systemRoles', at, 'grants'])),
    ...grantProblems(catalogue, preset.agentGrants ?? {}, ['agentGrants']),
    ...referenceProblems(preset),
    ...planProblems(preset),
  ];
}

const WHY: Readonly<Record<GrantProblem, string>> = {
  unknown_permission: 'is not in the catalogue',
  not_grantable: 'cannot be granted: only the owner has it',
  joined: 'is joined to another action: grant that one',
  scope_not_taken: 'is a toggle: its value is true',
  scope_required: 'is scoped: its value is a list of scope names',
};

function grantProblems(catalogue: Catalogue, grants: Grants, path: readonly (string | number)[]): Problem[] {
  return Object.entries(grants).flatMap(([key, value]) => {
    const problem = grantProblem(catalogue, key, value);
    return problem ? [{ path: [...path, key], message: `"${key}" ${WHY[problem]}` }] : [];
  });
}

/** A table that is read by people must say what it gives: the evaluator would imply a missing base action anyway. */
function roleProblems(catalogue: Catalogue, role: SystemRole, path: readonly (string | number)[]): Problem[] {
  const unclosed = Object.entries(role.grants).flatMap(([key, value]) => {
    const permission = catalogue.find(key);
    const base = permission && catalogue.at(permission.base).key;
    if (!base) return [];
    const implied = role.grants[base];
    const what = implied === undefined ? `"${base}"` : reachesLess(implied, value) && `"${base}" to the same records`;
    return what
      ? [
          {
            path: [...path, key],
            message: `The role "${role.slug}" has "${key}" but not ${what}, which it implies: write it down`,
          },
        ]
      : [];
  });
  return [...grantProblems(catalogue, role.grants, path), ...unclosed];
}

/** Toggles imply the own records, which every scope has. */
function reachesLess(implied: Grants[string], by: Grants[string]): boolean {
  if (implied === true || by === true) return false;
  return (scopeBits(by) & ~scopeBits(implied)) !== 0;
}

function duplicateRoles(roles: readonly SystemRole[]): Problem[] {
  return roles.flatMap(({ slug }, at) =>
    roles.findIndex((role) => role.slug === slug) === at
      ? []
      : [{ path: ['systemRoles', at, 'slug'], message: `The role "${slug}" is defined twice` }],
  );
}

function referenceProblems({ ownership, systemRoles, roleCardinality, roleTree }: Preset): Problem[] {
  const known = new Set(systemRoles.map(({ slug }) => slug));
  const problems: Problem[] = [];
  if (ownership.ensureRole !== undefined && !known.has(ownership.ensureRole))
    problems.push({ path: ['ownership', 'ensureRole'], message: `There is no system role "${ownership.ensureRole}"` });
  if (roleCardinality === 'none' && systemRoles.length > 0)
    problems.push({ path: ['systemRoles'], message: 'A preset whose members have no roles cannot have system roles' });
  return [...problems, ...(roleTree ? treeProblems(systemRoles) : [])];
}

function treeProblems(roles: readonly SystemRole[]): Problem[] {
  const managerOf = new Map(roles.map(({ slug, manager }) => [slug, manager]));
  const problems = roles.flatMap(({ slug, manager }, at): Problem[] => {
    const path = ['systemRoles', at, 'manager'];
    if (manager !== undefined && !managerOf.has(manager))
      return [{ path, message: `There is no system role "${manager}"` }];
    let above = manager;
    for (let depth = 0; above !== undefined && depth < roles.length; depth++) {
      if (above === slug) return [{ path, message: `The role "${slug}" would be above itself` }];
      above = managerOf.get(above);
    }
    return [];
  });
  const roots = roles.filter(({ manager }) => manager === undefined).length;
  return roots === 1
    ? problems
    : [...problems, { path: ['systemRoles'], message: `A role tree has one root, not ${roots}` }];
}
