import type { Grants } from '../policy/policy.js';

/** `toggle`: yes or no, whatever the record. `scoped`: a scope set over the records of one type. */
export type ActionKind = 'toggle' | 'scoped';

/** A project permission is only ever asked about one project; an account permission ignores a project. */
export type ActionLevel = 'account' | 'project';

/** What counts as a subordinate: the tree of roles, the chain of managers, or either. */
export type SubordinateBasis = 'roleTree' | 'userManager' | 'both';

/** One action as a preset (or the platform) declares it. Variants of an action come with the record register. */
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
