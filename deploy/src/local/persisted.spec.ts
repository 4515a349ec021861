import { expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { OtherUser } from '@roster/contracts';

import { CONTEXTS, SERVICES } from '../names.js';
import { addresses, LAYOUT } from '../compose/layout.js';
import { serviceEnvironment } from './environment.js';
import { keptSecrets } from './persisted.js';

const crm: OtherUser = { name: 'crm', kind: 'keeper', recordTypes: ['contacts'], accounts: 'all' };
const odd: OtherUser = { ...crm, name: 'constructor' };

it('creates the key of a configured user once, next to the existing ones, and keeps it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'roster-kept-'));
  const file = join(dir, 'secrets.json');
  try {
    const before = keptSecrets(dir);
    expect(Object.keys(before.seeds)).not.toContain('crm');
    const completed = keptSecrets(dir, [crm, odd]);
    expect(completed).toEqual({
      ...before,
      seeds: { ...before.seeds, crm: expect.any(String), constructor: expect.any(String) },
    });
    expect(new Set(Object.values(completed.seeds)).size).toBe(Object.keys(completed.seeds).length);
    expect(completed.seeds['crm']).toMatch(/^SU/);
    expect(completed.seeds['constructor']).toMatch(/^SU/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const written = await readFile(file, 'utf8');
    expect(keptSecrets(dir, [crm, odd])).toEqual(completed);
    expect(keptSecrets(dir)).toEqual(completed);
    expect(await readFile(file, 'utf8')).toBe(written);

    // A stolen key is replaced by deleting it.
    const { crm: taken, ...seeds } = completed.seeds;
    await writeFile(file, JSON.stringify({ ...completed, seeds }));
    expect(keptSecrets(dir, [crm]).seeds['crm']).not.toBe(taken);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

it('tells services that handle calls who else is on the bus, and gives every process only its own key', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'roster-kept-'));
  try {
    const secrets = keptSecrets(dir, [crm]);
    for (const service of SERVICES) {
      const environment = serviceEnvironment(service, addresses(secrets, [crm], ''), LAYOUT.listening);
      const told = CONTEXTS.some((context) => context === service) ? JSON.stringify([crm]) : undefined;
      expect([service, environment['BUS_USERS']]).toEqual([service, told]);
      const seeds = Object.entries(secrets.seeds).filter(([, seed]) => JSON.stringify(environment).includes(seed));
      expect(seeds.map(([user]) => user)).toEqual([service]);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
