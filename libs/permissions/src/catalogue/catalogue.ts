import type { Grants } from '../policy/policy.js';
import type {
  ActionDefinition,
  ActionKind,
  ActionLevel,
  CatalogueDefinition,
  FeatureDefinition,
  SubordinateBasis,
} from './definition.js';
import { PLATFORM_FEATURES, type PlatformFeature } from './platform.js';
import { catalogueProblems } from './problems.js';

/** One action of one feature, everything said. */
export interface Permission {
  /** `feature:action`. */
  readonly key: string;
  readonly feature: string;
  readonly action: string;
  readonly label: string;
  readonly description?: string;
  readonly kind: ActionKind;
  readonly level: ActionLevel;
  readonly grantable: boolean;
  readonly whileSuspended: boolean;
  /** The place in `Catalogue.permissions`, and in every compiled row. */
  readonly index: number;
  /** The index of the feature's base action; its own where there is nothing else to imply. */
  readonly base: number;
  /** The index of the permission whose grants decide; its own unless it is joined to another (`create` is `edit`). */
  readonly decidedBy: number;
}

export interface Feature {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
  readonly platform: boolean;
  readonly permissions: readonly Permission[];
}

/** The features that a product has and the actions each offers, ready for look-ups. */
export class Catalogue {
  readonly features: readonly Feature[];
  readonly permissions: readonly Permission[];
  readonly hash: string;
  /** What every member has, whatever his roles. */
  readonly everyone: Grants;
  readonly agentGrants: Grants;
  readonly subordinateBasis: SubordinateBasis;
  private readonly byKey: ReadonlyMap<string, Permission>;

  /** Throws an `Error` that names what is wrong; see `catalogueProblems` for all of it with its places. */
  constructor(definition: CatalogueDefinition) {
    const [problem] = catalogueProblems(definition.features);
    if (problem) throw new Error(problem.message);

    const permissions: Permission[] = [];
    this.features = merged(definition.features).map((feature) => {
      const own = permissionsOf(feature, permissions.length);
      permissions.push(...own);
      const { key, label, description, group, platform } = feature;
      return { key, label, ...(description && { description }), ...(group && { group }), platform, permissions: own };
    });
    this.permissions = permissions;
    this.byKey = new Map(permissions.map((permission) => [permission.key, permission]));
    this.hash = definition.hash;
    this.everyone = definition.selfForAll === false ? {} : { 'self:view': true, 'self:edit': true };
    this.agentGrants = definition.agentGrants ?? {};
    this.subordinateBasis = definition.subordinateBasis ?? 'both';
  }

  find(key: string): Permission | undefined {
    return this.byKey.get(key);
  }

  /** The permission at an index that this catalogue gave out. */
  at(index: number): Permission {
    const permission = this.permissions[index];
    if (!permission) throw new RangeError(`No permission has the index ${index}`);
    return permission;
  }
}

interface MergedFeature extends PlatformFeature {
  readonly platform: boolean;
}

/** The platform's features with what the preset adds to them, then the preset's own. */
function merged(features: readonly FeatureDefinition[]): MergedFeature[] {
  const added = new Map(features.map((feature) => [feature.key, feature.actions]));
  const platform = PLATFORM_FEATURES.map((feature) => ({
    ...feature,
    platform: true,
    actions: [...feature.actions, ...(added.get(feature.key) ?? [])],
  }));
  const known = new Set(PLATFORM_FEATURES.map(({ key }) => key));
  const own = features
    .filter(({ key }) => !known.has(key))
    .map((feature) => ({ ...feature, label: feature.label ?? feature.key, platform: false }));
  return [...platform, ...own];
}

function permissionsOf(feature: MergedFeature, first: number): Permission[] {
  const indexOf = (key: string) => feature.actions.findIndex((action) => action.key === key);
  const base = indexOf(feature.base ?? 'view');
  return feature.actions.map((action, at) => {
    const deciding = action.is === undefined ? at : indexOf(action.is);
    return {
      key: `${feature.key}:${action.key}`,
      feature: feature.key,
      action: action.key,
      label: action.label,
      ...(action.description && { description: action.description }),
      // A joined action is its target under another name, so it has the target's properties.
      ...propertiesOf(feature.actions[deciding] ?? action, feature),
      index: first + at,
      base: first + (base === -1 ? deciding : base),
      decidedBy: first + deciding,
    };
  });
}

const propertiesOf = (action: ActionDefinition, feature: MergedFeature) => ({
  kind: action.kind ?? 'toggle',
  level: action.level ?? 'account',
  grantable: action.grantable ?? true,
  whileSuspended: action.whileSuspended ?? feature.whileSuspended ?? false,
});
