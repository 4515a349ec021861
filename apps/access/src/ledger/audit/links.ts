import { sealedHash } from '@roster/client';
import type { StoredSeal } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { chainHash, FORMAT, rowHash, type ChainedRow } from '../ledger/chain.js';

/** A row of the ledger as it is stored. */
export type StoredRow = Omit<ChainedRow, 'accountId' | 'at' | 'delta' | 'seal'> & {
  readonly at: Date;
  /** Whether the stored instant is whole milliseconds. The ledger only writes whole ones. */
  readonly isExact: boolean;
  readonly format: number;
  readonly delta: AccountDelta | null;
  readonly seal: (StoredSeal & { readonly hash: string }) | null;
  readonly previousHash: string;
  readonly hash: string;
};

/** A row that was found in order: its hash, and that of the last seal (empty where there was none). */
export interface Place {
  readonly version: number;
  readonly step: number;
  readonly hash: string;
  readonly sealed: string;
}

/** The place of a row, if it is the one that follows, as it was written; undefined otherwise. */
export function nextPlace(accountId: string, last: Place, row: StoredRow): Place | undefined {
  const isInOrder =
    row.step === 0 ? row.version === last.version + 1 : row.version === last.version && row.step === last.step + 1;
  if (!isInOrder || row.previousHash !== last.hash || row.hash !== hashOf(accountId, row)) return undefined;
  if (row.step > 0) return { ...last, step: row.step, hash: row.hash };
  const sealed = row.seal?.hash ?? '';
  if (row.seal && !isSealed(accountId, last, row)) return undefined;
  return { version: row.version, step: 0, hash: row.hash, sealed };
}

function hashOf(accountId: string, { at, isExact, ...row }: StoredRow): string | undefined {
  if (!isExact) return undefined;
  const content = { ...row, accountId, at: at.toISOString() };
  if (row.format === FORMAT) return rowHash(row.previousHash, content);
  return row.format === 1 && row.step === 0 ? chainHash(row.previousHash, content) : undefined;
}

/**
 * The hash of an older row does not cover its delta. Its seal does, and the seals are a chain as well, which ends in the hash of
 * the first row of the present format.
 */
function isSealed(accountId: string, last: Place, { version, delta, seal }: StoredRow): boolean {
  if (!seal || !delta) return false;
  const { preset, catalogueHash, previous, hash } = seal;
  const change = { accountId, preset, catalogueHash, from: delta.from, version, delta };
  return previous === last.sealed && sealedHash(change, seal) === hash;
}
