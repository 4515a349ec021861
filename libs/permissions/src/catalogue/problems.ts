import type { FeatureDefinition } from './definition.js';
import { PLATFORM_FEATURES } from './platform.js';

/** What is wrong with a definition, and where: `[3, 'actions', 0]` counts from the list of features. */
export interface CatalogueProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything that keeps these features from being a catalogue; empty when nothing does. */
export function catalogueProblems(features: readonly FeatureDefinition[]): CatalogueProblem[] {
  const seen = new Set<string>();
  return features.flatMap((feature, at) => {
    const again = seen.has(feature.key);
    seen.add(feature.key);
    const problems = again ? [{ path: ['key'], message: `The feature "${feature.key}" is defined twice` }] : [];
    return [...problems, ...featureProblems(feature)].map(({ path, message }) => ({ path: [at, ...path], message }));
  });
}

function featureProblems(feature: FeatureDefinition): CatalogueProblem[] {
  const platform = PLATFORM_FEATURES.find(({ key }) => key === feature.key);
  const own = platform ? extensionProblems(feature) : newFeatureProblems(feature);
  const keys = new Set<string>(platform?.actions.map(({ key }) => key));
  const actions = feature.actions.flatMap((action, at) => {
    const key = `${feature.key}:${action.key}`;
    const path = ['actions', at, 'key'];
    if (platform?.actions.some((known) => known.key === action.key))
      return [{ path, message: `"${key}" is a permission of the platform: a preset may add to it, never redefine it` }];
    if (keys.has(action.key)) return [{ path, message: `"${key}" is defined twice` }];
    keys.add(action.key);
    return joinProblems(feature, at);
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

function joinProblems(feature: FeatureDefinition, at: number): CatalogueProblem[] {
  const joined = feature.actions[at]?.is;
  if (joined === undefined) return [];
  const target = feature.actions.find(({ key }) => key === joined);
  if (target && target.is === undefined) return [];
  const message = target ? `"${joined}" is itself joined to another action` : `There is no action "${joined}" here`;
  return [{ path: ['actions', at, 'is'], message }];
}
