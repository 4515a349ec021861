import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPostgres, type Postgres } from './cluster.js';
import { connectAsAdmin } from './connect.js';
import { claimDatabases, OwnedElsewhere } from './owner.js';

let root: string;
let postgres: Postgres;

const start = () => startPostgres({ dataDir: join(root, 'data'), password: 'test', port: postgres?.port });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'roster-owner-'));
  await chmod(root, 0o755);
  postgres = await start();
});

afterAll(async () => {
  await postgres.stop('immediate');
  await rm(root, { recursive: true, force: true });
});

const refusal = (dir: string) =>
  claimDatabases(postgres.url, dir).then(
    () => 'claimed',
    (error: unknown) => (error instanceof OwnedElsewhere ? error.message : String(error)),
  );

it('lets one copy at a time use the databases of a server, and tells the other where the first one is and what to do', async () => {
  const first = await claimDatabases(postgres.url, '/data/first');
  expect(first.before).toBeUndefined();
  expect(await refusal('/data/second')).toMatch(
    /^Another Roster, started from \/data\/first on this machine, runs on the databases of DATABASE_URL\. Stop it first/,
  );
  await first.release();

  const second = await claimDatabases(postgres.url, '/data/second');
  expect(second.before).toEqual({ dir: '/data/first', host: hostname() });
  await second.release();
});

it('does not lock out the next copy after one has gone: the message says how to end what is left of it', async () => {
  const gone = await claimDatabases(postgres.url, '/data/gone');
  const message = await refusal('/data/next');
  const [advice] = /select pg_terminate_backend\(\d+\)/.exec(message) ?? [];
  const admin = await connectAsAdmin(postgres.url);
  await admin.query(advice ?? '');
  await admin.end();
  const next = await claimDatabases(postgres.url, '/data/next');
  expect(next.before?.dir).toBe('/data/gone');
  await gone.release();
  await next.release();
});

it('claims them again after the server restarted', async () => {
  const first = await claimDatabases(postgres.url, '/data/first');
  await postgres.stop();
  postgres = await start();
  let said = 'claimed';
  while (said === 'claimed') {
    const other = await claimDatabases(postgres.url, '/data/second').catch((error: Error) => error.message);
    if (typeof other === 'string') said = other;
    else await other.release();
  }
  expect(said).toContain('started from /data/');
  await first.release();
});
