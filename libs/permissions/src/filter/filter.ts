import type { Reason } from '../decision/decision.js';

/**
 * Whose records a member reaches, said without counting them: the owner is the member himself, or any of the rest. It is
 * what a join on mirrors of members' roles, teams and managers needs.
 */
export interface OwnerPredicate {
  readonly memberId: string;
  /** Owners who hold one of these roles: the roles that he shares a view with, and the ones below. */
  readonly roleIds: readonly string[];
  /** Owners who are on one of these teams at `now`. */
  readonly teamIds: readonly string[];
  /** Owners whose chain of managers leads to the member. */
  readonly managed: boolean;
  /** Records that nobody owns. */
  readonly unowned: boolean;
}

interface Dated {
  readonly version: number;
  /** The instant (ms) that it was made for: expiry is tested against it, never against another clock. */
  readonly now: number;
  /** The next instant (ms) at which an expiry may change it; it must not be used from then on. */
  readonly until?: number;
}

interface Within extends Dated {
  /** Records that carry another project than this are not reached (`wrong_project`), whoever owns them. */
  readonly projectId?: string;
}

/** Which records a member reaches with a permission. The same records asked about one by one get the same answers. */
export type Filter =
  | (Dated & { readonly kind: 'none'; readonly reason: Reason })
  | (Within & { readonly kind: 'all' })
  | (Within & { readonly kind: 'owners'; readonly predicate: OwnerPredicate });
