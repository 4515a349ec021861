import { chainHash } from '../../apps/access/src/ledger/ledger/chain.js';

/** Whoever asks the database of the world. */
interface Queried {
  query<T extends object>(sql: string, parameters?: unknown[]): Promise<T[]>;
}

/**
 * Inserts rows that no contract writes yet, with the version that they make and its row in the ledger. That row does
 * not say what changed, and there is no event, as if it were still on its way. Resolves with the version.
 */
export async function insertIntoAccount(
  world: Queried,
  accountId: string,
  { sql, parameters }: { sql: string; parameters: unknown[] },
): Promise<number> {
  await world.query(sql, [accountId, ...parameters]);
  const [raised] = await world.query<{ version: number; hash: string }>(
    `with last as (select hash from changes where account_id = $1 order by version desc limit 1)
     update accounts set version = version + 1, changed_at = clock_timestamp() from last
     where id = $1 returning version::int, last.hash`,
    [accountId],
  );
  if (!raised) throw new Error(`There is no account ${accountId}`);
  const change = {
    accountId,
    version: raised.version,
    at: new Date().toISOString(),
    actor: { kind: 'service', name: 'test' } as const,
    action: 'account.inserted',
    targetType: 'account',
    targetId: accountId,
    parts: [],
    requestId: 'test',
  };
  await world.query(
    `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, request_id,
       previous_hash, hash) values ($1::uuid, $2, $3, $4, $5, $6, $1::uuid::text, '[]', $7, $8, $9)`,
    [
      accountId,
      change.version,
      change.at,
      change.actor,
      change.action,
      change.targetType,
      change.requestId,
      raised.hash,
      chainHash(raised.hash, change),
    ],
  );
  return change.version;
}
