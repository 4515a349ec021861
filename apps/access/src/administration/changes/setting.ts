import type { RoleGiven } from '../promises/role-promises.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

/** What a change is made to, and when (ms). */
export interface Setting {
  readonly account: AccountSnapshot;
  readonly now: number;
  /** The id of what the change creates. */
  readonly createdId: string;
  /** Only where a role is deleted without a replacement: who gives it to people who are not members yet. */
  readonly promised?: RoleGiven;
}
