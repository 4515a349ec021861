import { Pool, type QueryResultRow } from 'pg';

const pools = new Map<string, Pool>();

/**
 * One statement at this address. The connection stays open for a moment: a test that waits for a row asks forty times a
 * second, and a connection for each would keep Postgres busier than what is tested.
 */
export async function query<R extends QueryResultRow = Record<string, unknown>>(
  url: string,
  sql: string,
  parameters: unknown[] = [],
): Promise<R[]> {
  return (await poolOf(url).query<R>(sql, parameters)).rows;
}

function poolOf(url: string): Pool {
  const known = pools.get(url);
  if (known) return known;
  const pool = new Pool({ connectionString: url, max: 5, idleTimeoutMillis: 500, allowExitOnIdle: true });
  // A database that was dropped, or a server that was killed, ends idle connections: the next statement opens another.
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}
