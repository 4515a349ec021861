import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import pg from 'pg';

import { launch, waitUntil, type Launched } from '../processes/launch.js';
import { freePort } from '../processes/ports.js';
import { commandLine, endProcess } from '../processes/strays.js';
import { findPostgres } from './binaries.js';
import { place, type Placement } from './placement.js';

export interface PostgresOptions {
  /** Created if it does not exist. Only one server at a time may use it. */
  dataDir: string;
  /** The administrator's password. It is fixed when the cluster is created. */
  password: string;
  /** Default: a free port. */
  port?: number;
  /** Server settings in addition to ours: `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  /** The server's log file. Default: `<dataDir>/postgres.log`. */
  log?: string;
  /** The file by which the next start finds this server if we are killed. */
  trace?: string;
  /** Called with one line when the files had to go to another folder. */
  note?: (line: string) => void;
}

export interface Postgres {
  /** The administrator's address, of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly log: string;
  readonly exited: Launched['exited'];
  /**
   * `fast` closes connections and writes everything to disk. `immediate` is a crash: the next start recovers from the
   * log.
   */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/** Starts our own Postgres on the loopback interface, with passwords and without Unix sockets. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const placement = await place(options.dataDir, await findPostgres(), options.note ?? console.log);
  await stopOrphan(placement.cluster);
  if (!existsSync(placement.cluster)) await initialise(placement, options.password);

  const port = options.port ?? (await freePort());
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...options.settings,
  };
  const server = await launch({
    name: 'postgres',
    command: join(placement.binaries, 'bin/postgres'),
    args: [
      '-D',
      placement.cluster,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    log: options.log ?? join(options.dataDir, 'postgres.log'),
    env: environment(),
    cwd: '/',
    user: placement.user,
    trace: options.trace,
    stopSignal: 'SIGINT',
  });
  const url = `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  try {
    await waitUntil(server, () => answers(url), 60_000);
  } catch (error) {
    await server.stop('SIGQUIT', 5_000);
    throw error;
  }

  return {
    url,
    port,
    pid: server.pid,
    log: server.log,
    exited: server.exited,
    async stop(mode = 'fast') {
      await server.stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT', 30_000);
    },
  };
}

/**
 * Creates the cluster in a temporary place and then moves it, so that an interrupted attempt leaves nothing incomplete.
 */
async function initialise({ binaries, cluster, user }: Placement, password: string): Promise<void> {
  const partial = join(dirname(cluster), 'cluster.part');
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  const secret = await mkdtemp(join(tmpdir(), 'roster-'));
  const passwordFile = join(secret, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [partial, secret, passwordFile]) await chown(path, user.uid, user.gid);
  try {
    await promisify(execFile)(
      join(binaries, 'bin/initdb'),
      [`--pgdata=${partial}`, `--pwfile=${passwordFile}`, '--username=postgres', ...INITDB_FLAGS],
      { ...user, cwd: '/', env: environment() },
    );
    await rename(partial, cluster);
  } catch (cause) {
    throw new Error(
      `The database cluster could not be made in ${cluster}: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

/**
 * The same everywhere, so that text sorts alike on every machine. docker-compose passes them as POSTGRES_INITDB_ARGS.
 */
export const INITDB_FLAGS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/**
 * Stops a server that outlived its runner. Where the process is another one, or cannot be identified for certain, a
 * person must check: two servers on one cluster destroy it.
 */
async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  const command = Number.isNaN(pid) ? undefined : commandLine(pid);
  if (!command?.trim()) return; // Postgres judges by itself whether a dead server's file still matters.
  if (command.includes(cluster)) return endProcess(pid, cluster, 'SIGINT');
  throw new Error(
    `${pidFile} says that process ${pid} is the database's server, but that process is \`${command.trim()}\`. ` +
      'If that is another program, remove the file and start again; if it is a Postgres on this folder, stop it first.',
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INVALID_PASSWORD) {
      throw new Error(
        'Postgres refuses the password kept beside its data. Put the old secrets back, or remove the whole data folder.',
        { cause: error },
      );
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const INVALID_PASSWORD = '28P01';

/** The environment of Postgres. It must not inherit PG* variables and the locale of whoever starts it. */
const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });
