import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

/** Who changed something: a member, or a service that tells of what happened there. */
export type ChangeActor =
  { readonly kind: 'member'; readonly memberId: string } | { readonly kind: 'service'; readonly name: string };

/**
 * One thing that a change touched, as far as decisions go by it: its state before (null: it was not there) and after
 * (null: it is no more). Nothing of persons but their ids stands in it.
 */
export interface ChangePart {
  readonly kind: 'account' | 'role' | 'member' | 'project' | 'partner' | 'team';
  readonly id: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** What the hash of a row of the ledger covers. */
export interface ChainedChange {
  readonly accountId: string;
  readonly version: number;
  /** RFC 3339 in UTC, to the millisecond. */
  readonly at: string;
  readonly actor: ChangeActor;
  /** `role.created`, `member.roles-set` … */
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly parts: readonly ChangePart[];
  readonly requestId: string;
}

/** What stands before an account's first change. */
export const FIRST_HASH = '';

/** Keys in order: Postgres keeps those of JSON in an order of its own. */
const canonical = configure({ deterministic: true });

/** SHA-256, in hex, over the hash of the change before and this one. */
export const chainHash = (previousHash: string, change: ChainedChange): string =>
  createHash('sha256')
    .update(previousHash)
    .update(canonical(changeOf(change)) ?? '')
    .digest('hex');

/** These members and no others, whatever else the row has. */
const changeOf = (change: ChainedChange): ChainedChange => ({
  accountId: change.accountId,
  version: change.version,
  at: change.at,
  actor: change.actor,
  action: change.action,
  targetType: change.targetType,
  targetId: change.targetId,
  parts: change.parts,
  requestId: change.requestId,
});
