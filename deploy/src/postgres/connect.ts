import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

/** SQLSTATE cannot_connect_now: the server is starting, recovering or stopping. */
const NOT_YET = '57P03';
const RETRY_AFTER = 250;

/**
 * Connects as an administrator. It waits for a server that is still starting, a minute by default. It does not wait for
 * a server that is not there at all.
 */
export async function connectAsAdmin(url: string, name = 'roster', patience = 60_000): Promise<pg.Client> {
  const end = Date.now() + patience;
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      application_name: name,
      keepAlive: true,
    });
    client.on('error', () => {}); // A lost connection fails the running query, which reports it.
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!(error instanceof pg.DatabaseError) || error.code !== NOT_YET || Date.now() > end) throw error;
      await delay(RETRY_AFTER);
    }
  }
}
