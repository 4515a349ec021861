import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endWithThisProcess, findNatsServer, startNats, startPostgres, type Nats, type Postgres } from '@roster/deploy';

/** Those of this run, if they are up. */
let running: { root: string; postgres: Postgres; nats: Nats } | undefined;

const NATS_SERVER_CACHE = join(import.meta.dirname, '../../.roster');

/** Nothing has to survive this server. What is left costs a core half of its time, with hundreds of databases that come and go. */
const FOR_TESTS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  shared_buffers: '32MB',
  autovacuum: 'off',
};

/** One Postgres and one NATS for all `.db.spec` files of a run. */
export async function startServers(): Promise<void> {
  endWithThisProcess();
  const root = await mkdtemp(join(tmpdir(), 'roster-servers-'));
  await chmod(root, 0o755); // Run by root, Postgres is another user and has to get in.
  const binary = await findNatsServer(NATS_SERVER_CACHE);
  const [postgres, nats] = await Promise.all([
    startPostgres({ dataDir: join(root, 'postgres'), password: 'test', settings: FOR_TESTS }),
    startNats({ binary, dir: join(root, 'nats') }),
  ]);
  running = { root, postgres, nats };
  Object.assign(process.env, { TEST_DATABASE_URL: postgres.url, TEST_NATS_URL: nats.url, TEST_NATS_SERVER: binary });
}

export async function stopServers(): Promise<void> {
  if (!running) return;
  await Promise.all([running.nats.stop(), running.postgres.stop('immediate')]);
  await rm(running.root, { recursive: true, force: true });
}
