import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

/** Who changed something: a member, or a service that reports what happened in it. */
export type ChangeActor =
  { readonly kind: 'member'; readonly memberId: string } | { readonly kind: 'service'; readonly name: string };

/**
 * One thing that a change touched and that decisions depend on: its state before (null where it was new) and after
 * (null where it was removed). People appear in it by their ids only.
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

/** The hash before an account's first change. */
export const FIRST_HASH = '';

/** Sorts keys, because Postgres stores the keys of JSON in its own order. */
const canonical = configure({ deterministic: true });

/** SHA-256, in hex, over the hash of the change before and this one. */
export const chainHash = (previousHash: string, change: ChainedChange): string =>
  createHash('sha256')
    .update(previousHash)
    .update(canonical(changeOf(change)) ?? '')
    .digest('hex');

/** Exactly the members that the hash covers, whatever else the row has. */
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
