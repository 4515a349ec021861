import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../processes/ports.js';
import { natsConfig } from './config.js';
import { newSeeds, publicKeys } from './keys.js';
import { allRights } from './rights.js';
import { startNats, type Nats } from './server.js';
import { assertUsers } from './users.js';

const seeds = newSeeds();
let dir: string;
let nats: Nats;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roster-users-'));
  nats = await startNats({
    binary: process.env['TEST_NATS_SERVER'] ?? '',
    dir,
    config: (settings) => natsConfig({ ...settings, keys: publicKeys(seeds), rights: allRights() }),
  });
  url = `nats://somebody:secret@127.0.0.1:${nats.port}`;
});

afterAll(async () => {
  await nats.stop();
  await rm(dir, { recursive: true, force: true });
});

const refusal = (servers: string, given: Parameters<typeof assertUsers>[1]) =>
  assertUsers(servers, given).then(
    () => 'let in',
    (error: Error) => error.message,
  );

it('names each seed that is missing, refused or invalid', async () => {
  expect(await refusal(url, seeds)).toBe('let in');
  const { identity, billing, gateway, declarer } = seeds;
  const message = await refusal(url, {
    identity,
    billing,
    access: newSeeds().access,
    notifications: 'nonsense',
    gateway,
    declarer,
  });
  expect(message.split('\n').slice(0, -1)).toEqual([
    `The NATS of NATS_URL (127.0.0.1:${nats.port}) does not let every service in:`,
    '  NATS_ACCESS_NKEY_SEED is refused',
    '  NATS_NOTIFICATIONS_NKEY_SEED is no nkey seed',
  ]);
  expect(await refusal(url, {})).toContain('NATS_IDENTITY_NKEY_SEED is missing');
});

it('says where nobody answers, without a login', async () => {
  const message = await refusal(`nats://somebody:secret@127.0.0.1:${await freePort()}`, seeds);
  expect(message).toMatch(
    /^NATS_URL \(127\.0\.0\.1:\d+\) cannot be used: .*refused.*; it must be the address of a NATS/i,
  );
  expect(message).not.toContain('secret');
});

it('requires JetStream', async () => {
  const own = await mkdtemp(join(tmpdir(), 'roster-users-'));
  const bare = await startNats({
    binary: process.env['TEST_NATS_SERVER'] ?? '',
    dir: own,
    config: ({ host, port }) => `host: "${host}"\nport: ${port}\n`,
  });
  expect(await refusal(bare.url, {})).toMatch(/has no JetStream: start it with `-js`/);
  await bare.stop();
  await rm(own, { recursive: true, force: true });
});
