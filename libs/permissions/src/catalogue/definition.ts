import type { Grants } from '../policy/policy.js';

/** `toggle`: yes or no, whatever the record. `scoped`: a scope set over the records of one type. */
export type ActionKind = 'toggle' | 'scoped';

/** A project permission is only ever asked about one project; an account permission ignores a project. */
export type ActionLevel = 'account' | 'project';

/** What counts as a subordinate: the tree of roles, the chain of managers, or either. */
export type SubordinateBasis = 'roleTree' | 'userManager' | 'both';

/** The value of a declared property. Two values are equal if they have the same type and value. */
export type PropertyValue = string | number | boolean;

/**
 * Another action of the feature that is asked about instead of this one where a declared property has this value. The
 * property belongs to the record (`resource.status`) or to the action (`action.soft`); `when` names exactly one.
 */
export interface ActionVariant {
  readonly when: Readonly<Record<`${'resource' | 'action'}.${string}`, PropertyValue>>;
  readonly is: string;
}

/** One action as a preset (or the platform) declares it. */
export interface ActionDefinition {
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  /** Default: `toggle`. */
  readonly kind?: ActionKind;
  /** Default: `account`. */
  readonly level?: ActionLevel;
  /** If false, only the owner has it. Default: true. */
  readonly grantable?: boolean;
  /** Whether the usual rules still apply while the account is suspended. Default: false. */
  readonly whileSuspended?: boolean;
  /** Another action of the feature that this one is joined to: its grants decide. For example, `create` is `edit`. */
  readonly is?: string;
  /** The first variant that matches is asked about instead. Where none matches, the action itself is. */
  readonly variants?: readonly ActionVariant[];
}

/** A feature as a preset declares it: a new one with a label, or actions added to a feature of the platform. */
export interface FeatureDefinition {
  readonly key: string;
  readonly label?: string;
  readonly description?: string;
  /** The heading under which features are shown together. */
  readonly group?: string;
  /** The action that all others of the feature imply. Default: `view`. */
  readonly base?: string;
  /** The property in which callers send a record's owner, such as `ownerID`. */
  readonly ownerProperty?: string;
  readonly actions: readonly ActionDefinition[];
}

/** What a product's preset says about permissions. Nothing in it is specific to one account. */
export interface CatalogueDefinition {
  /** Identifies the content: two services with equal hashes decide alike. */
  readonly hash: string;
  readonly features: readonly FeatureDefinition[];
  /** Whether the product has projects, and so the permissions to manage one. Default: false. */
  readonly projects?: boolean;
  /** Whether everyone has `self:view` and `self:edit`. Default: true. */
  readonly selfForAll?: boolean;
  /** What a member with agent access gets in addition. */
  readonly agentGrants?: Grants;
  /** Default: `both`. */
  readonly subordinateBasis?: SubordinateBasis;
}
