import type { Context } from '@roster/contracts';
import { Client } from 'pg';
import type { SystemAddresses } from './shared-system.js';
import { query } from './statements.js';

/** The services' databases as the administrator sees them, for what no API shows. */
export type Databases = Pick<SystemAddresses, 'postgresUrl'>;

type Row = Record<string, unknown>;

/** One statement of the administrator's. */
export const select = (roster: Databases, context: Context, sql: string): Promise<Row[]> =>
  query(databaseUrl(roster, context), sql);

/** Rows that nobody else can change until they are released. */
export interface HeldRows {
  /** How many transactions wait for them, or for other rows of this database. */
  waiting(): Promise<number>;
  letGo(): Promise<void>;
}

/** Locks the rows of a `select … for update`. Whoever wants to change one of them waits until they are released. */
export async function hold(roster: Databases, context: Context, sql: string): Promise<HeldRows> {
  const client = new Client({ connectionString: databaseUrl(roster, context) });
  await client.connect();
  await client.query('begin');
  await client.query(sql);
  return {
    async waiting() {
      const sessions = `select count(*)::int as count from pg_stat_activity where datname = '${context}' and wait_event_type = 'Lock'`;
      return Number((await select(roster, context, sessions))[0]?.['count']);
    },
    letGo: () => client.end(),
  };
}

/** The administrator's address of a service's database. */
export function databaseUrl(roster: Databases, context: Context): string {
  const url = new URL(roster.postgresUrl);
  url.pathname = `/${context}`;
  return url.href;
}
