import type { Reason } from '../decision/decision.js';

/**
 * Whose records a member reaches, without listing them: their own, and those that match any of the other conditions. A
 * join with mirrors of members' roles, teams and managers needs this form.
 */
export interface OwnerPredicate {
  readonly memberId: string;
  /** Owners who hold one of these roles: roles that the member shares a view with, and roles below. */
  readonly roleIds: readonly string[];
  /** Owners who are on one of these teams at `now`. */
  readonly teamIds: readonly string[];
  /** Owners whose chain of managers leads to the member. */
  readonly managed: boolean;
  /** Records without an owner. */
  readonly unowned: boolean;
}

interface Dated {
  readonly version: number;
  /** The instant (ms) that it was made for. Expiries must be compared with it, never with another clock. */
  readonly now: number;
  /** The next instant (ms) at which an expiry may change it. It must not be used from then on. */
  readonly until?: number;
}

interface Within extends Dated {
  /** Records that carry another project than this are not reached (`wrong_project`), whoever owns them. */
  readonly projectId?: string;
}

/** Which records a member reaches with a permission. Single checks of the same records give the same answers. */
export type Filter =
  | (Dated & { readonly kind: 'none'; readonly reason: Reason })
  | (Within & { readonly kind: 'all' })
  | (Within & { readonly kind: 'owners'; readonly predicate: OwnerPredicate });
