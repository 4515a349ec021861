import type { ScopeName } from '../scope/scope.js';

/** May this member do this (in this project) (to this record)? */
export interface Question {
  readonly memberId: string;
  /** `feature:action`. */
  readonly permission: string;
  readonly projectId?: string;
  readonly record?: RecordInQuestion;
  /**
   * The permission that was asked about, where the question resolver chose a variant of it. Only `explain` reads it.
   */
  readonly variantOf?: string;
}

/**
 * What decisions need to know of a record. The question resolver fills in from the register what the caller leaves out.
 */
export interface RecordInQuestion {
  readonly type: string;
  readonly id?: string;
  /** A member's id; null for a record without an owner; left out where the caller does not know. */
  readonly ownerId?: string | null;
  /** The project that the record is registered with. */
  readonly projectId?: string;
}

/** The reason that ended the decision. The question resolver adds `property_required`, and evaluators add `stale`. */
export const REASONS = [
  'unknown_account',
  'unknown_member',
  'unknown_permission',
  'member_not_active',
  'account_suspended',
  'project_required',
  'unknown_project',
  'account_owner',
  'project_owner',
  'not_on_team',
  'not_grantable',
  'exception_deny',
  'no_grant',
  'in_scope',
  'out_of_scope',
  'owner_unknown',
  'wrong_project',
  'wrong_type',
  'granted',
  'granted_in_part',
  'property_required',
  'stale',
] as const;
export type Reason = (typeof REASONS)[number];

const ALLOWING: ReadonlySet<Reason> = new Set([
  'account_owner',
  'project_owner',
  'in_scope',
  'granted',
  'granted_in_part',
]);

/** A denial that ended before the member's permissions were looked at. */
export const denial = (reason: Reason, version: number): Decision => ({ allowed: false, reason, scope: [], version });

export const isAllowing = (reason: Reason): boolean => ALLOWING.has(reason);

export interface Decision {
  readonly allowed: boolean;
  readonly reason: Reason;
  /** What the member holds of this permission; empty where the decision ended before that. */
  readonly scope: readonly ScopeName[];
  /** The account's version that the answer is about; 0 for an account that is not known. */
  readonly version: number;
  /** The next instant (ms) at which an expiry may change the answer. */
  readonly until?: number;
}

/** One step of the decision order: passed, or the reason that ended the decision. Step 0 is the question resolver's. */
export interface TraceStep {
  readonly step: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly outcome: Reason | 'passed';
  /** The variant that the question resolver chose. */
  readonly variant?: string;
  /** What this step looked at: the DENYs of step 6, the grants of step 7. */
  readonly sources?: readonly Source[];
}

export type Source =
  | { readonly kind: 'role'; readonly roleId: string; readonly scope: readonly ScopeName[] }
  | {
      readonly kind: 'exception';
      readonly effect: 'allow' | 'deny';
      /** The permission that the source names. It may be another action of the feature. */
      readonly permission: string;
      readonly scope: readonly ScopeName[];
      readonly projectId?: string;
      readonly expiresAt?: number;
    }
  | { readonly kind: 'agentAccess' | 'everyone'; readonly scope: readonly ScopeName[] };

/** A change that, together with the others of its set, turns a denial into an ALLOW. */
export type Remedy =
  /**
   * An ALLOW in the account with this scope, or the same grant in a role. The scope of a toggle is `all`, as in
   * answers.
   */
  | { readonly kind: 'grant'; readonly permission: string; readonly scope: readonly ScopeName[] }
  | { readonly kind: 'removeDeny'; readonly permission: string; readonly projectId?: string }
  | { readonly kind: 'addToTeam'; readonly projectId: string }
  | { readonly kind: 'activate' };

export interface Explanation extends Decision {
  readonly trace: readonly TraceStep[];
  /** For a denial: the smallest sets of changes of which each one alone allows it, ordered by how much they give. */
  readonly remedies: readonly (readonly Remedy[])[];
}
