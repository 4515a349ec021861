import type { Grants } from '../policy/policy.js';

/** `toggle`: yes or no, whatever the record. `scoped`: a scope set over the records of one type. */
export type ActionKind = 'toggle' | 'scoped';

/** A project permission is only ever asked about one project; an account permission ignores a project. */
export type ActionLevel = 'account' | 'project';

/** What counts as a subordinate: the tree of roles, the chain of managers, or either. */
export type SubordinateBasis = 'roleTree' | 'userManager' | 'both';

/** What a declared property can be; two are equal when they are of one type and the same. */
export type PropertyValue = string | number | boolean;

/**
 * Another action of the feature, asked about in place of this one where a declared property has this value. The property
 * is the record's (`resource.status`) or the action's (`action.soft`); `when` names exactly one.
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
  /** `toggle` unless said. */
  readonly kind?: ActionKind;
  /** `account` unless said. */
  readonly level?: ActionLevel;
  /** False: only the owner has it. True unless said. */
  readonly grantable?: boolean;
  /** Still decided by the usual rules while the account is suspended. False unless said. */
  readonly whileSuspended?: boolean;
  /** Joined to another action of the feature, which decides in its place: `create` is `edit`. */
  readonly is?: string;
  /** The first that fits is asked about instead; where none does, the action itself. */
  readonly variants?: readonly ActionVariant[];
}

/** A feature as a preset declares it: a new one with a label, or actions added to a feature of the platform. */
export interface FeatureDefinition {
  readonly key: string;
  readonly label?: string;
  readonly description?: string;
  /** The heading under which features are shown together. */
  readonly group?: string;
  /** The action that any other of the feature implies; `view` unless said. */
  readonly base?: string;
  /** The property that holds a record's owner where the asker sends one: `ownerID`. */
  readonly ownerProperty?: string;
  readonly actions: readonly ActionDefinition[];
}

/** What a product's preset says about permissions: everything about them that is not one account's. */
export interface CatalogueDefinition {
  /** Identifies the content: two services with equal hashes decide alike. */
  readonly hash: string;
  readonly features: readonly FeatureDefinition[];
  /** Whether everyone has `self:view` and `self:edit`; true unless said. */
  readonly selfForAll?: boolean;
  /** What agent access gives while it is on for a member. */
  readonly agentGrants?: Grants;
  /** `both` unless said. */
  readonly subordinateBasis?: SubordinateBasis;
}
