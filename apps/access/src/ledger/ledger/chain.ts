import { createHash } from 'node:crypto';
import type { ActingParty, ActPart } from '@roster/contracts';
import { configure } from 'safe-stable-stringify';

/** Who did something. */
export type ChangeActor = ActingParty;

/**
 * One thing that was changed: its state before (null where it was new) and after (null where it was removed). People
 * appear in it by their ids only. Decisions depend on the kinds `account`, `role`, `member`, `project` and `team`.
 */
export type ChangePart = ActPart;

/** What the hash of a row of the first format covers. */
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

/** What the hash of a row of the present format covers: all that is stored of it. */
export interface ChainedRow extends ChainedChange {
  /** UUIDv7, by the time of the act. */
  readonly id: string;
  readonly step: number;
  readonly isAct: boolean;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** What evaluators apply, and its seal; null for an act that changed no version. */
  readonly delta: object | null;
  readonly seal: object | null;
}

/** Rows are written in this format. Those of the first cover what {@link ChainedChange} has. */
export const FORMAT = 2;

/** The hash before an account's first change. */
export const FIRST_HASH = '';

/** Sorts keys, because Postgres stores the keys of JSON in its own order. */
export const canonical = configure({ deterministic: true });

const hashOf = (previousHash: string, content: object): string =>
  createHash('sha256')
    .update(previousHash)
    .update(canonical(content) ?? '')
    .digest('hex');

/** SHA-256, in hex, over the hash of the row before and this one. */
export const rowHash = (previousHash: string, row: ChainedRow): string =>
  hashOf(previousHash, {
    format: FORMAT,
    ...changeOf(row),
    id: row.id,
    step: row.step,
    isAct: row.isAct,
    address: row.address,
    userAgent: row.userAgent,
    delta: row.delta,
    seal: row.seal,
  });

/** The same for a row of the first format. */
export const chainHash = (previousHash: string, change: ChainedChange): string =>
  hashOf(previousHash, changeOf(change));

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
