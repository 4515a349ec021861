import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inboxPrefix } from '@roster/contracts';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { connect, nkeyAuthenticator } from '@nats-io/transport-node';

import { repositoryOfStandIns } from '../../../test/harness/stand-ins.js';
import { freePort } from '../processes/ports.js';
import { startSystem, type RosterSystem, type SystemOptions } from './system.js';

/** A stand-in for a service. It is alive and ready at once, writes down how it ended, and fails where FAIL names it. */
const STAND_IN = `
import { createServer } from 'node:http';
const folders = process.argv[1].split('/');
const name = folders.at(-2) === 'dist' ? folders.at(-3) : folders.at(-2);
if (process.env.FAIL === name) { console.error('the key is missing'); process.exit(3); }
const answer = (request, response) => response.end(JSON.stringify({ database: process.env.DATABASE_URL, port: process.env.PORT, users: process.env.BUS_USERS }));
createServer(answer).listen(Number(process.env.ADMIN_PORT), '127.0.0.1');
if (process.env.PORT) createServer(answer).listen(Number(process.env.PORT));
for (const event of ['SIGTERM', 'disconnect']) process.on(event, () => { console.log(name, 'ended by', event); process.exit(0); });
`;

let root: string;
let dir: string;
let port: number;
let said: string[];

beforeAll(async () => {
  root = await repositoryOfStandIns('main.js', STAND_IN);
  process.env['NATS_SERVER'] = process.env['TEST_NATS_SERVER'];
  // All tests share one folder, one after the other, so that a database cluster is created only once.
  dir = await mkdtemp(join(root, 'data-'));
  await chmod(dir, 0o755);
});

afterAll(() => rm(root, { recursive: true, force: true }));

beforeEach(async () => {
  port = await freePort();
  said = [];
});

const start = (options: Partial<SystemOptions> = {}) =>
  startSystem({ dir, port, root, processes: 'all', say: (line) => said.push(line), ...options });

async function using(options: Partial<SystemOptions>, work: (system: RosterSystem) => Promise<void>): Promise<void> {
  const system = await start(options);
  try {
    await work(system);
  } finally {
    await system.stop();
  }
}

const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

it('starts everything once on a folder, keeps ports and secrets for the next start, and stops in order', async () => {
  const modeOf = async (name: string) => (await stat(join(dir, name))).mode & 0o777;
  let before: string[] = [];
  const files = () => Promise.all(['ports.json', 'secrets.json'].map((name) => readFile(join(dir, name), 'utf8')));
  await using({}, async (system) => {
    before = await files();
    expect(system.url).toBe(`http://localhost:${port}`);
    expect(await (await fetch(system.url)).json()).toEqual({ port: String(port) });
    expect((await fetch(system.mail.apiUrl)).status).toBe(200);
    expect(await modeOf('secrets.json')).toBe(0o600);
    for (const folder of ['mail', 'logs']) expect(await modeOf(folder)).toBe(0o700);
    await expect(start({ port: await freePort() })).rejects.toThrow(`Roster already runs on ${dir}`);
  });
  expect(await readFile(join(dir, 'logs/identity.log'), 'utf8')).toContain('identity ended by SIGTERM');
  await using({}, async (system) => {
    expect(await files()).toEqual(before);
    // This is its runtime login, never the administrator’s.
    const answer = await fetch(`${system.service('identity').current.adminUrl}/`);
    const { database } = (await answer.json()) as { database: string };
    expect(database).toBe(system.databases.identity.run);
    expect(database).not.toContain(system.secrets.postgres);
  });
  expect(said).toEqual([]);
});

it('lets other services’ users in where they are configured, and tells services of them', async () => {
  const crm = { name: 'crm', kind: 'keeper', recordTypes: ['contacts'], accounts: 'all' } as const;
  await using({ others: [crm] }, async (system) => {
    const answer = await fetch(`${system.service('access').current.adminUrl}/`);
    expect(((await answer.json()) as { users: string }).users).toBe(JSON.stringify([crm]));

    const authenticator = nkeyAuthenticator(new TextEncoder().encode(system.secrets.seeds['crm']));
    const prefix = inboxPrefix('keeper', 'crm');
    const user = await connect({ servers: system.nats.url, authenticator, inboxPrefix: prefix, reconnect: false });
    // Nobody listens. Only a user who may ask is told so.
    await expect(user.request('rpc.access.check.evaluate', '{}', { timeout: 5_000 })).rejects.toThrow(/no responders/);
    await user.close();
  });
  await using({}, async (system) => {
    const authenticator = nkeyAuthenticator(new TextEncoder().encode(system.secrets.seeds['crm']));
    await expect(connect({ servers: system.nats.url, authenticator, reconnect: false })).rejects.toThrow(
      /authorization violation/i,
    );
  });
});

it('runs replicas, restarts what ends unexpectedly, and lets a test kill, restart and lose each part', async () => {
  await using({ replicas: { access: 2, gateway: 2 }, revive: true }, async (system) => {
    const service = system.service('billing');
    const before = service.pid;
    process.kill(before, 'SIGKILL');
    await until(() => service.isRunning && service.pid !== before);
    await until(() => said.length === 2);
    expect(said).toEqual(['billing ended unasked (SIGKILL). It is started again in 0.5 s.', 'billing is back']);

    expect(system.urls).toHaveLength(2);
    const second = system.service('access', 2);
    const { pid } = second;
    expect(await second.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    expect(second.isRunning).toBe(false);
    await second.start();
    expect(second.pid).not.toBe(pid);

    await system.nats.kill();
    await rm(system.nats.storeDir, { recursive: true });
    await system.nats.start();
    await system.postgres.kill('SIGQUIT');
    await system.postgres.start();
    expect(system.nats.isRunning && system.postgres.isRunning).toBe(true);
  });
  expect(said).toHaveLength(2);
});

describe('what goes wrong ends in one message, and leaves nothing running', () => {
  it('a taken port', async () => {
    const server = createServer().listen(port);
    await expect(start()).rejects.toThrow(`Port ${port} is taken by another program`);
    server.close();
    expect(existsSync(join(dir, 'runner.pid'))).toBe(false);
  });

  it('a database server that is not there', async () => {
    const databaseUrl = `postgresql://admin:secret@localhost:${await freePort()}/postgres`;
    const failed = await start({ external: { databaseUrl } }).catch((error: Error) => error.message);
    expect(failed).toMatch(/^DATABASE_URL \(localhost:\d+\) cannot be used: connect ECONNREFUSED .*; it must be/);
    expect(failed).not.toContain('secret');
  });

  it('a service that cannot start', async () => {
    await expect(start({ env: { FAIL: 'access' } })).rejects.toThrow(
      /^access ended \(exit code 3\)[^]*the key is missing/,
    );
    await using({}, async () => {});
  });
});

it('kills a NATS that runs and does not answer, says so, and starts it again', async () => {
  await using({ revive: true, pulse: { every: 50, within: 1_000 } }, async ({ nats }) => {
    const { pid } = nats;
    // A server whose disk was full is as mute: it has connections, and answers nobody.
    nats.signal('SIGSTOP');
    await until(() => said.includes('nats-server is back'));
    expect(nats.pid).not.toBe(pid);
    expect(said).toContainEqual(expect.stringMatching(/^nats-server runs, and does not work \(.+\)\. It is killed\.$/));
    expect(said).toContainEqual(expect.stringContaining('nats-server ended unasked (SIGKILL)'));
  });
});
