import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Context } from '@roster/contracts';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { COMPONENTS, CONTEXTS } from '../names.js';
import { repositoryOfStandIns } from '../../../test/harness/stand-ins.js';
import { freePort } from '../processes/ports.js';
import { startSystem, type RosterSystem, type SystemOptions } from './system.js';

/** A stand-in for a service. It answers what it was told, crashes at /crash, and fails where FAIL names it. */
const STAND_IN = `
import { createServer } from 'node:http';
const folders = import.meta.url.split('/');
const name = folders.at(-2) === 'dist' ? folders.at(-3) : folders.at(-2);
export const service = {
  name,
  start(environment) {
    const ready = environment.FAIL === name ? Promise.reject(new Error(name + ' could not start:\\n  the key is missing')) : Promise.resolve();
    const answer = (request, response) => {
      if (request.url === '/crash') setTimeout(() => { throw new Error('out of luck'); });
      response.end(JSON.stringify({ pid: process.pid, told: environment, ours: process.env, args: process.argv }));
    };
    createServer(answer).listen(Number(environment.ADMIN_PORT), '127.0.0.1');
    if (environment.PORT) createServer(answer).listen(Number(environment.PORT));
    return { ready, stop: async () => console.log(name, 'stopped') };
  },
};
`;

interface Answer {
  pid: number;
  told: Record<string, string>;
  ours: Record<string, string>;
  args: string[];
}

let root: string;
let dir: string;
let port: number;
let said: string[];
let system: RosterSystem | undefined;

beforeAll(async () => {
  root = await repositoryOfStandIns('service.js', STAND_IN);
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

afterEach(async () => {
  await system?.stop();
  system = undefined;
});

const start = async (options: Partial<SystemOptions> = {}) =>
  (system = await startSystem({ dir, port, root, say: (line) => said.push(line), ...options }));

const ask = async (address: string) => (await (await fetch(address)).json()) as Answer;

const askAll = async () => {
  const ports = JSON.parse(await readFile(join(dir, 'ports.json'), 'utf8')) as Record<string, number>;
  const asked = COMPONENTS.map(
    async (name) => [name, await ask(`http://127.0.0.1:${ports[`${name}-admin`]}/`)] as const,
  );
  return new Map(await Promise.all(asked));
};

it('runs all services in one process, each with its own secrets, starts them again as one, and stops them in order', async () => {
  const running = await start({ env: { LOG_LEVEL: 'warn' }, revive: true });
  const [process_] = running.services;
  const answers = await askAll();
  expect(new Set([...answers.values()].map(({ pid }) => pid))).toEqual(new Set([process_?.pid]));
  for (const context of CONTEXTS) await expectOwnSecretsOnly(answers, context, running);
  expect(() => running.service('access')).toThrow(/access shares a process with the others.*\{ processes: 'all' \}/);

  await ask(`${running.url}/crash`);
  while (said.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toEqual([
    'roster ended unasked (exit code 1: Error: out of luck). It is started again in 0.5 s.',
    'roster is back',
  ]);
  const pids = [...(await askAll()).values()].map(({ pid }) => pid);
  expect(new Set(pids)).toEqual(new Set([process_?.pid]));
  expect(pids).not.toContain(answers.get('gateway')?.pid);

  await running.stop();
  const ends = (await readFile(join(dir, 'logs/roster.log'), 'utf8')).match(/^\w+ stopped$/gm) ?? [];
  expect(ends[0]).toBe('gateway stopped');
  expect(ends.toSorted()).toEqual(COMPONENTS.map((name) => `${name} stopped`).toSorted());
});

async function expectOwnSecretsOnly(
  answers: Map<string, Answer>,
  context: Context,
  { databases, secrets }: RosterSystem,
) {
  const { told, ours, args } = answers.get(context) as Answer;
  expect(told).toMatchObject({ DATABASE_URL: databases[context].run, LOG_LEVEL: 'warn', PATH: process.env['PATH'] });
  expect(told['NATS_NKEY_SEED']).toBe(secrets.seeds[context]);
  for (const name of COMPONENTS) {
    if (name !== context) expect(JSON.stringify(told)).not.toContain(secrets.seeds[name]);
    expect(JSON.stringify({ ours, args })).not.toContain(secrets.seeds[name]);
  }
  expect(ours).toMatchObject({ NODE_ENV: 'production', LOG_LEVEL: 'warn' });
  expect(ours).not.toHaveProperty('DATABASE_URL');
}

it('says in one line which service could not start, and why; and that replicas need a process each', async () => {
  await expect(start({ env: { FAIL: 'access' } })).rejects.toThrow(
    `roster ended (exit code 1: access could not start: the key is missing). The log says more: ${dir}/logs/roster.log`,
  );
  await expect(start({ replicas: { access: 2 } })).rejects.toThrow("{ processes: 'all' }");
});
