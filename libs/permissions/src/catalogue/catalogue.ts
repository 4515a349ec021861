import type { Grants } from '../policy/policy.js';
import type {
  ActionDefinition,
  ActionKind,
  ActionLevel,
  ActionVariant,
  CatalogueDefinition,
  FeatureDefinition,
  PropertyValue,
  SubordinateBasis,
} from './definition.js';
import { platformFeatures, type PlatformFeature } from './platform.js';
import { catalogueProblems } from './problems.js';

/** One action of one feature, with all defaults filled in. */
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
  /** The permission's place in `Catalogue.permissions`, and in every compiled row. */
  readonly index: number;
  /** The index of the feature's base action. It is the permission's own index where it implies nothing else. */
  readonly base: number;
  /**
   * The index of the permission whose grants decide. It is the permission's own index unless the action is joined to
   * another (`create` is `edit`).
   */
  readonly decidedBy: number;
  /**
   * Other permissions that are asked about instead, depending on a property of the record or of the action. The first
   * match wins.
   */
  readonly variants: readonly Variant[];
}

/**
 * Where the property of the record (or of the action) has this value, the permission at `index` is asked about instead.
 */
export interface Variant {
  readonly of: 'resource' | 'action';
  readonly property: string;
  readonly value: PropertyValue;
  readonly index: number;
}

export interface Feature {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
  readonly platform: boolean;
  /** The property in which records of the feature name their owner. */
  readonly ownerProperty?: string;
  readonly permissions: readonly Permission[];
}

/** The features of a product and the actions of each, ready for look-ups. */
export class Catalogue {
  readonly features: readonly Feature[];
  readonly permissions: readonly Permission[];
  readonly hash: string;
  /** What every member has, whatever roles they hold. */
  readonly everyone: Grants;
  readonly agentGrants: Grants;
  readonly subordinateBasis: SubordinateBasis;
  private readonly byKey: ReadonlyMap<string, Permission>;
  private readonly ownerProperties: ReadonlyMap<string, string>;

  /** Throws an `Error` that names the first problem. `catalogueProblems` lists all of them with their places. */
  constructor(definition: CatalogueDefinition) {
    const [problem] = catalogueProblems(definition.features, definition.projects);
    if (problem) throw new Error(problem.message);

    const permissions: Permission[] = [];
    this.features = merged(definition.features, platformFeatures(definition.projects ?? false)).map((feature) => {
      const own = permissionsOf(feature, permissions.length);
      permissions.push(...own);
      const { key, label, description, group, ownerProperty, platform } = feature;
      return {
        key,
        label,
        ...(description && { description }),
        ...(group && { group }),
        ...(ownerProperty && { ownerProperty }),
        platform,
        permissions: own,
      };
    });
    this.permissions = permissions;
    this.byKey = new Map(permissions.map((permission) => [permission.key, permission]));
    this.ownerProperties = new Map(
      this.features.flatMap(({ key, ownerProperty }) => (ownerProperty ? [[key, ownerProperty]] : [])),
    );
    this.hash = definition.hash;
    this.everyone = definition.selfForAll === false ? {} : { 'self:view': true, 'self:edit': true };
    this.agentGrants = definition.agentGrants ?? {};
    this.subordinateBasis = definition.subordinateBasis ?? 'both';
  }

  find(key: string): Permission | undefined {
    return this.byKey.get(key);
  }

  /** The property in which records of this type name their owner. */
  ownerPropertyOf(type: string): string | undefined {
    return this.ownerProperties.get(type);
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
function merged(features: readonly FeatureDefinition[], platform: readonly PlatformFeature[]): MergedFeature[] {
  const added = new Map(features.map((feature) => [feature.key, feature]));
  const extended = platform.map((feature) => {
    const { actions = [], ownerProperty } = added.get(feature.key) ?? {};
    return {
      ...feature,
      ...(ownerProperty && { ownerProperty }),
      platform: true,
      actions: [...feature.actions, ...actions],
    };
  });
  const known = new Set(platform.map(({ key }) => key));
  const own = features
    .filter(({ key }) => !known.has(key))
    .map((feature) => ({ ...feature, label: feature.label ?? feature.key, platform: false }));
  return [...extended, ...own];
}

function permissionsOf(feature: MergedFeature, first: number): Permission[] {
  const indexOf = (key: string) => feature.actions.findIndex((action) => action.key === key);
  const base = indexOf(feature.base ?? 'view');
  return feature.actions.map((action, at) => {
    const deciding = action.is === undefined ? at : indexOf(action.is);
    // A joined action is another name for its target, so it has the properties and variants of the target.
    const target = feature.actions[deciding] ?? action;
    return {
      key: `${feature.key}:${action.key}`,
      feature: feature.key,
      action: action.key,
      label: action.label,
      ...(action.description && { description: action.description }),
      ...propertiesOf(target, feature),
      index: first + at,
      base: first + (base === -1 ? deciding : base),
      decidedBy: first + deciding,
      variants: (target.variants ?? []).flatMap((variant) => compiled(variant, first + indexOf(variant.is))),
    };
  });
}

function compiled({ when }: ActionVariant, index: number): Variant[] {
  return Object.entries(when).map(([name, value]) => ({
    of: name.startsWith('action.') ? 'action' : 'resource',
    property: name.slice(name.indexOf('.') + 1),
    value,
    index,
  }));
}

const propertiesOf = (action: ActionDefinition, feature: MergedFeature) => ({
  kind: action.kind ?? 'toggle',
  level: action.level ?? 'account',
  grantable: action.grantable ?? true,
  whileSuspended: action.whileSuspended ?? feature.whileSuspended ?? false,
});
