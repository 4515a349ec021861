import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { AccessSigner, Bus, sayBeat } from '@roster/client/beats';
import pg from 'pg';
import type { HeartbeatSettings, ThreadMessage } from './heartbeat.js';
import { RecentChanges, type RecentVersion } from './recent-changes.js';

/** Milliseconds: the time between two beats, and how long a changed account is named. */
const PAUSE = 250;
const WINDOW = 5_000;
/** The maximum number of accounts in a beat: a quarter of what fits into one message. */
const MOST = 5_000;

/** Milliseconds: how long the database may take. The next round tries again, on a new connection. */
const ANSWER_WITHIN = 5_000;

/**
 * The accounts of the last 55 s: longer than any transaction takes, and shorter than the policy shows. One message with
 * two statements is one transaction, so the setting ends with it.
 */
const RECENT = `
  select set_config('roster.due', 'on', true);
  select id, version::float8 as version from accounts where changed_at > now() - interval '55 seconds'`;

const { servers, nkeySeed, databaseUrl, presets, signingKey, patience } = workerData as HeartbeatSettings;

const say = (message: ThreadMessage) => parentPort?.postMessage(message);
const log = (level: ThreadMessage['level']) => (entry: object, text?: string) => {
  const { err } = entry as { err?: unknown };
  say({
    level,
    text: text ?? '',
    ...(err !== undefined && { error: err instanceof Error ? err.message : String(err) }),
  });
};
const logger = {
  debug: log('debug'),
  info: log('info'),
  warn: log('warn'),
  error: log('error'),
  fatal: log('fatal'),
};

const stopping = new AbortController();
parentPort?.once('message', () => stopping.abort());

const pause = () => delay(PAUSE, undefined, { signal: stopping.signal }).catch(() => undefined);

function database(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'access heartbeat',
    max: 1,
    connectionTimeoutMillis: ANSWER_WITHIN * patience,
    query_timeout: ANSWER_WITHIN * patience,
    keepAlive: true,
  });
  // A connection that ends while it is not used; the next round opens another.
  pool.on('error', () => undefined);
  return pool;
}

async function recent(pool: pg.Pool): Promise<RecentVersion[]> {
  const results = (await pool.query(RECENT)) as unknown as { rows: RecentVersion[] }[];
  return results[1]?.rows ?? [];
}

const signer = new AccessSigner(signingKey);
const changes = new RecentChanges(WINDOW, MOST);

async function beat(bus: Bus, pool: pg.Pool): Promise<void> {
  // Never queue a beat for the reconnect: it would be out of date.
  if (!bus.connected) return;
  const at = Date.now();
  const began = performance.now();
  const rows = await recent(pool);
  const named = changes.take(rows, { began, ended: performance.now() });
  if (bus.connected) sayBeat(bus.connection, { at, presets, ...named }, signer);
}

const bus = await Bus.connect({
  servers,
  caller: 'access',
  logger,
  patience: Infinity,
  ...(nkeySeed ? { nkeySeed } : {}),
});
const pool = database();
while (!stopping.signal.aborted) {
  await beat(bus, pool).catch((err: unknown) => logger.warn({ err }, 'A beat failed; the next one tries again'));
  await pause();
}
await bus.drain();
await pool.end();
