import type { ScopeName } from '../scope/scope.js';

/** May this member do this (in this project) (to this record)? */
export interface Question {
  readonly memberId: string;
  /** `feature:action`. */
  readonly permission: string;
  readonly projectId?: string;
  readonly record?: RecordInQuestion;
  /** The key that was asked about, where the door chose a variant of it. Read by `explain` only. */
  readonly variantOf?: string;
}

/** A record as far as decisions go. The register that fills in what the asker leaves out is the door's affair. */
export interface RecordInQuestion {
  readonly type: string;
  readonly id?: string;
  /** A member's id; null for nobody's; left out where the asker does not know. */
  readonly ownerId?: string | null;
  /** The project that the record is registered with. */
  readonly projectId?: string;
}

/** What ended the decision. The door adds `property_required`, and who keeps snapshots adds `stale`. */
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

/** A denial that came about without a look at what the member holds. */
export const denial = (reason: Reason, version: number): Decision => ({ allowed: false, reason, scope: [], version });

export const isAllowing = (reason: Reason): boolean => ALLOWING.has(reason);

export interface Decision {
  readonly allowed: boolean;
  readonly reason: Reason;
  /** What the member holds of this permission; empty where the decision ended before that mattered. */
  readonly scope: readonly ScopeName[];
  /** The account's version that the answer is good for; 0 for an account that is not known. */
  readonly version: number;
  /** The next instant (ms) at which an expiry may change the answer. */
  readonly until?: number;
}

/** One step of the decision order, 0 being the door's: passed, or the reason that ended it there. */
export interface TraceStep {
  readonly step: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly outcome: Reason | 'passed';
  /** The variant that the door chose. */
  readonly variant?: string;
  /** What counted in this step: the DENYs of step 6, the grants of step 7. */
  readonly sources?: readonly Source[];
}

export type Source =
  | { readonly kind: 'role'; readonly roleId: string; readonly scope: readonly ScopeName[] }
  | {
      readonly kind: 'exception';
      readonly effect: 'allow' | 'deny';
      /** The key that it names, which may be another action of the feature. */
      readonly permission: string;
      readonly scope: readonly ScopeName[];
      readonly projectId?: string;
      readonly expiresAt?: number;
    }
  | { readonly kind: 'agentAccess' | 'everyone'; readonly scope: readonly ScopeName[] };

/** Something that, with the rest of its set, turns a denial into an ALLOW. */
export type Remedy =
  /** An ALLOW of the account, of exactly that (or the same in a role); a toggle's scope is `all`, as in answers. */
  | { readonly kind: 'grant'; readonly permission: string; readonly scope: readonly ScopeName[] }
  | { readonly kind: 'removeDeny'; readonly permission: string; readonly projectId?: string }
  | { readonly kind: 'addToTeam'; readonly projectId: string }
  | { readonly kind: 'activate' };

export interface Explanation extends Decision {
  readonly trace: readonly TraceStep[];
  /** Of a denial: the smallest sets any one of which turns it into an ALLOW, from the least to the most given. */
  readonly remedies: readonly (readonly Remedy[])[];
}
