import type { Held } from '../effective/effective.js';

/** What one member gains and loses by a change: permission → the names of the scope bits. Never empty on both sides. */
export interface MemberDifference {
  readonly memberId: string;
  /** The project in which it is so; absent for what is of account level. */
  readonly projectId?: string;
  readonly gained: Held;
  readonly lost: Held;
}
