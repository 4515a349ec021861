import type { ActionDefinition, ActionVariant, FeatureDefinition } from './definition.js';
import { platformFeatures, type PlatformFeature } from './platform.js';

/** A problem of a definition and its place: `[3, 'actions', 0]` is a path from the list of features. */
export interface CatalogueProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All reasons why these features are not a valid catalogue; empty where they are. */
export function catalogueProblems(features: readonly FeatureDefinition[], hasProjects = false): CatalogueProblem[] {
  const known = platformFeatures(hasProjects);
  const seen = new Set<string>();
  return features.flatMap((feature, at) => {
    const again = seen.has(feature.key);
    seen.add(feature.key);
    const problems = again ? [{ path: ['key'], message: `The feature "${feature.key}" is defined twice` }] : [];
    return [...problems, ...featureProblems(feature, known)].map(({ path, message }) => ({
      path: [at, ...path],
      message,
    }));
  });
}

function featureProblems(feature: FeatureDefinition, known: readonly PlatformFeature[]): CatalogueProblem[] {
  const platform = known.find(({ key }) => key === feature.key);
  const own = platform ? extensionProblems(feature) : newFeatureProblems(feature);
  const all = [...(platform?.actions ?? []), ...feature.actions];
  const keys = new Set<string>(platform?.actions.map(({ key }) => key));
  const actions = feature.actions.flatMap((action, at) => {
    const key = `${feature.key}:${action.key}`;
    const path = ['actions', at, 'key'];
    if (platform?.actions.some(({ key: taken }) => taken === action.key))
      return [{ path, message: `"${key}" is a permission of the platform: a preset may add to it, never redefine it` }];
    if (keys.has(action.key)) return [{ path, message: `"${key}" is defined twice` }];
    keys.add(action.key);
    const problems = [...joinProblems(action, all), ...variantProblems(action, all)];
    return problems.map((problem) => ({ ...problem, path: ['actions', at, ...problem.path] }));
  });
  return [...own, ...actions];
}

function extensionProblems(feature: FeatureDefinition): CatalogueProblem[] {
  return (['label', 'description', 'base', 'group'] as const)
    .filter((field) => feature[field] !== undefined)
    .map((field) => ({
      path: [field],
      message: `"${feature.key}" is a feature of the platform: a preset may add actions to it, not set its ${field}`,
    }));
}

function newFeatureProblems(feature: FeatureDefinition): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  if (!feature.label) problems.push({ path: [], message: `The feature "${feature.key}" needs a label` });
  const base = feature.base ?? 'view';
  const found = feature.actions.find(({ key }) => key === base);
  if (!found) problems.push({ path: [], message: `The feature "${feature.key}" lacks its base action "${base}"` });
  if (found?.is) problems.push({ path: ['base'], message: `The base action "${base}" cannot be joined to another` });
  return problems;
}

function joinProblems({ is: joined }: ActionDefinition, all: readonly ActionDefinition[]): CatalogueProblem[] {
  if (joined === undefined) return [];
  const target = all.find(({ key }) => key === joined);
  if (target && target.is === undefined) return [];
  const message = target ? `"${joined}" is itself joined to another action` : `There is no action "${joined}" here`;
  return [{ path: ['is'], message }];
}

function variantProblems(action: ActionDefinition, all: readonly ActionDefinition[]): CatalogueProblem[] {
  const { key, is: joined, variants } = action;
  if (!variants) return [];
  if (joined !== undefined)
    return [{ path: ['variants'], message: `"${key}" is joined to "${joined}", so it has the variants of that` }];
  return variants.flatMap((variant, at) => {
    const problems = [...targetProblems(action, variant, all), ...conditionProblems(variant)];
    return problems.map((problem) => ({ ...problem, path: ['variants', at, ...problem.path] }));
  });
}

/**
 * The target of a variant must be an ordinary permission of the feature, without variants of its own, so that there is
 * no chain to follow.
 */
function targetProblems(
  { key }: ActionDefinition,
  { is: variant }: ActionVariant,
  all: readonly ActionDefinition[],
): CatalogueProblem[] {
  const target = all.find((action) => action.key === variant);
  const path = ['is'];
  if (!target) return [{ path, message: `There is no action "${variant}" here` }];
  if (variant === key) return [{ path, message: `"${key}" cannot be a variant of itself` }];
  if (target.is !== undefined) return [{ path, message: `"${variant}" is joined to another action: name that one` }];
  return target.variants ? [{ path, message: `"${variant}" has variants itself, which would never be chosen` }] : [];
}

const PROPERTY = /^(resource|action)\..+$/;

function conditionProblems({ when }: ActionVariant): CatalogueProblem[] {
  const path = ['when'];
  const conditions = Object.entries(when);
  if (conditions.length !== 1) return [{ path, message: 'A variant depends on exactly one property' }];
  return conditions.flatMap(([name, value]) => {
    if (!PROPERTY.test(name))
      return [
        { path, message: `"${name}" is neither a property of the record (resource.…) nor of the action (action.…)` },
      ];
    const isValue = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    return isValue
      ? []
      : [{ path: [...path, name], message: 'The value of a property must be a string, a number, true or false' }];
  });
}
