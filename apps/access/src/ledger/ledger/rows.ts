import type { EntityManager } from 'typeorm';
import { FIRST_HASH, FORMAT, rowHash, type ChainedRow } from './chain.js';

/** Hashes of the end of the chain: of its last row, and of the last change as evaluators know it (empty without a seal). */
export interface Head {
  readonly step: number;
  readonly chained: string;
  readonly sealed: string;
}

const HEAD = `
  select step, hash as chained, coalesce((
      select seal->>'hash' from changes where account_id = $1 and version = $2 and step = 0), '') as sealed
  from changes where account_id = $1 and version = $2 order by step desc limit 1`;

/** The end of the chain of an account at this version. The account must be locked. */
export async function readHead(manager: EntityManager, accountId: string, version: number): Promise<Head> {
  if (version === 0) return { step: 0, chained: FIRST_HASH, sealed: '' };
  const [last]: Head[] = await manager.query(HEAD, [accountId, version]);
  if (!last) throw new Error(`The ledger of the account ${accountId} has no version ${version}`);
  return last;
}

/** Adds a row to the chain, after the one with this hash. */
export async function insertRow(manager: EntityManager, row: ChainedRow, previousHash: string): Promise<void> {
  await manager.query(
    `insert into changes (account_id, version, id, step, format, at, actor, action, target_type, target_id, parts, delta,
       request_id, address, user_agent, is_act, previous_hash, hash, seal)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      row.accountId,
      row.version,
      row.id,
      row.step,
      FORMAT,
      row.at,
      JSON.stringify(row.actor),
      row.action,
      row.targetType,
      row.targetId,
      JSON.stringify(row.parts),
      row.delta && JSON.stringify(row.delta),
      row.requestId,
      row.address,
      row.userAgent,
      row.isAct,
      previousHash,
      rowHash(previousHash, row),
      row.seal && JSON.stringify(row.seal),
    ],
  );
}
