import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { startPostgres, type Postgres } from './cluster.js';

let root: string;
let servers: Postgres[];

beforeEach(async () => {
  servers = [];
  root = await mkdtemp(join(tmpdir(), 'roster-postgres-'));
  await chmod(root, 0o755);
});

afterEach(async () => {
  for (const server of servers) await server.stop('immediate');
  await rm(root, { recursive: true, force: true });
});

async function start(dataDir = join(root, 'data'), note?: (line: string) => void): Promise<Postgres> {
  const server = await startPostgres({ dataDir, password: 'p@ss/word', ...(note ? { note } : {}) });
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps committed data after a crash', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 1 as one');
  await first.stop('immediate');
  expect(await query((await start()).url, 'select * from kept')).toEqual([{ one: 1 }]);
});

it('listens on the loopback interface only, and requires the password', async () => {
  const { url, port } = await start();
  const settings = await query(
    url,
    `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories')`,
  );
  expect(settings).toEqual([
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'unix_socket_directories', setting: '' },
  ]);
  await expect(query(`postgresql://postgres:wrong@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toThrow(
    /password authentication failed/,
  );
});

it('stops a server that outlived its runner, and replaces it', async () => {
  const orphan = await start();
  const next = await start();
  expect(next.pid).not.toBe(orphan.pid);
  expect(await orphan.exited).toMatchObject({ code: 0 });
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('does not stop or replace a process that it cannot identify as its server, and says what to do', async () => {
  const first = await start();
  await first.stop();
  const other = spawn('sleep', ['60']);
  await writeFile(join(root, 'data/cluster/postmaster.pid'), `${other.pid}\n`);
  await expect(start()).rejects.toThrow(
    new RegExp(`postmaster.pid says that process ${other.pid} .*sleep 60.*remove the file`),
  );
  expect(other.exitCode).toBeNull();
  expect(existsSync(join(root, 'data/cluster/postmaster.pid'))).toBe(true);
  other.kill();
});

it('shows the last lines of the log when it cannot start', async () => {
  await (await start()).stop();
  await appendFile(join(root, 'data/cluster/postgresql.auto.conf'), "shared_buffers = 'nonsense'\n");
  await expect(start()).rejects.toThrow(/postgres ended[^]*invalid value for parameter "shared_buffers"/);
});

// Only root uses another folder; any other user runs Postgres as themselves.
(process.getuid?.() === 0 ? it : it.skip)(
  'moves its files where the user postgres can enter, and says so',
  async () => {
    const hidden = join(root, 'hidden');
    await mkdir(hidden, { mode: 0o700 });
    const notes: string[] = [];
    const { url } = await start(join(hidden, 'data'), (line) => notes.push(line));
    const moved = (await readFile(join(hidden, 'data/moved'), 'utf8')).trim();
    try {
      expect(notes).toEqual([expect.stringContaining(moved)]);
      expect(moved).toMatch(/^\/var\/lib\/roster\/[0-9a-f]{12}$/);
      expect(await query(url, 'show data_directory')).toEqual([{ data_directory: `${moved}/cluster` }]);
    } finally {
      for (const server of servers) await server.stop('immediate');
      await rm(moved, { recursive: true, force: true });
    }
  },
);
