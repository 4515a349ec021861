import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import { connectAsAdmin } from './connect.js';

/** The database of the advisory lock. Advisory locks belong to a database, and every Roster has this one. */
const DATABASE = 'identity';
const LOCK = 7_265_745;

/** Milliseconds for which the session of a killed runner may still exist. */
const LINGERING = 3_000;
const RETAKE_AFTER = 1_000;

/** Another copy uses the databases. The message says where, and what to do. */
export class OwnedElsewhere extends Error {
  override readonly name = 'OwnedElsewhere';
}

/** The copy that uses the databases, in a form that others can read. */
interface Owner {
  dir: string;
  host: string;
}

export interface Ownership {
  /** The copy that used these databases before. Its data folder has the secrets that are needed to read them. */
  readonly before: Owner | undefined;
  release(): Promise<void>;
}

/**
 * Claims the databases of a server that others can reach too. Two copies would overwrite each other's passwords, and
 * each encrypts with a key that the other does not have. The claim is a lock that ends with our session, so nobody has
 * to clean up after a copy that is gone. A comment next to it says in words whose it is.
 */
export async function claimDatabases(adminUrl: string, dir: string): Promise<Ownership> {
  const own: Owner = { dir, host: hostname() };
  await ensureDatabase(adminUrl);
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  const name = `roster on ${own.host}`;
  let session = await connectAsAdmin(url.href, name);
  let before: Owner | undefined;
  try {
    await lock(session, own);
    before = await marked(session);
    await mark(session, own);
  } catch (error) {
    await session.end();
    throw error;
  }

  let over = false;
  let timer: NodeJS.Timeout | undefined;
  /** Takes the lock again. A restarted server has forgotten it. */
  const hold = () =>
    session.once('end', () => {
      if (!over) timer = setTimeout(retake, RETAKE_AFTER);
    });
  const retake = async () => {
    const again = await connectAsAdmin(url.href, name).catch(() => undefined);
    if (over) return again?.end();
    if (!again) return void (timer = setTimeout(retake, RETAKE_AFTER));
    session = again;
    hold();
    await take(again);
    return undefined;
  };
  /**
   * Another copy may have taken the lock meanwhile; it keeps it, and has said so. We take it again once that copy is
   * gone.
   */
  const take = async (on: pg.Client): Promise<void> => {
    if (over || on !== session) return;
    if (await isFree(on).catch(() => false)) await mark(on, own).catch(() => undefined);
    else timer = setTimeout(() => void take(on), RETAKE_AFTER);
  };
  hold();
  return {
    before: before && (before.dir !== own.dir || before.host !== own.host) ? before : undefined,
    async release() {
      over = true;
      clearTimeout(timer);
      await session.end().catch(() => {});
    },
  };
}

async function lock(session: pg.Client, own: Owner): Promise<void> {
  for (const end = Date.now() + LINGERING; ; await delay(100)) {
    if (await isFree(session)) break;
    if (Date.now() > end) throw new OwnedElsewhere(await taken(session, own));
  }
  // Otherwise the server would notice only after two hours that our machine has lost its network.
  await session.query('set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3');
}

/** Whether the lock was free. If so, we hold it now. */
async function isFree(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK]);
  return rows[0]?.got ?? false;
}

const mark = (session: pg.Client, own: Owner) =>
  session.query(`comment on database ${DATABASE} is ${pg.escapeLiteral(JSON.stringify(own))}`);

async function taken(session: pg.Client, own: Owner): Promise<string> {
  const owner = await marked(session);
  const where = owner ? `from ${owner.dir} on ${owner.host === own.host ? 'this machine' : owner.host}` : 'elsewhere';
  const { rows } = await session.query<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted and objid = $1
     and database = (select oid from pg_database where datname = current_database())`,
    [LOCK],
  );
  return (
    `Another Roster, started ${where}, runs on the databases of DATABASE_URL. Stop it first, or give this one a Postgres ` +
    `of its own. If it is gone for good, end its session there: select pg_terminate_backend(${rows[0]?.pid ?? '…'})`
  );
}

async function marked(session: pg.Client): Promise<Owner | undefined> {
  const { rows } = await session.query<{ mark: string | null }>(
    `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()`,
  );
  try {
    return JSON.parse(rows[0]?.mark ?? '') as Owner;
  } catch {
    return undefined;
  }
}

/**
 * Creates the database of the lock, which does not exist on the first start. Its owner is set later, with all the
 * others.
 */
async function ensureDatabase(adminUrl: string): Promise<void> {
  const admin = await connectAsAdmin(adminUrl);
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await admin.query(`create database ${DATABASE}`);
  } catch (error) {
    // Another copy created it at the same moment. The lock decides.
    if (!(error instanceof pg.DatabaseError) || !ALREADY_THERE.has(error.code ?? '')) throw error;
  } finally {
    await admin.end();
  }
}

/** SQLSTATE duplicate_database, unique_violation. */
const ALREADY_THERE = new Set(['42P04', '23505']);
