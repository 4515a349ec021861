import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '../harness/eventually.js';
import { accept, address, openAccount, roleId, succeeded, type Person } from '../harness/people.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

const MINUTE = 60_000;

const SERVICES = ['identity', 'access', 'billing', 'notifications', 'gateway'] as const;

const PRELOADED = pathToFileURL(resolve(import.meta.dirname, '../harness/wrong-clock.mjs')).href;

const CASES = SERVICES.flatMap((service) => [
  { service, minutes: 10 },
  { service, minutes: -10 },
]);

/** P13: what happens first is told by versions, and each service measures time by its own clock alone. */
describe('While one service’s clock is wrong', () => {
  let folder: string;
  let own: OwnSystem;
  let misled: (typeof SERVICES)[number] | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roster-clocks-'));
    const clocks = join(folder, 'clocks.json');
    await writeFile(clocks, '{}');
    own = await ownSystem({
      processes: 'all',
      env: { WRONG_CLOCKS: clocks, NODE_OPTIONS: `--import=${PRELOADED}`, LOG_LEVEL: 'warn' },
    });
  });
  afterAll(async () => {
    await own?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** Only this service's clock is wrong from now on. */
  async function mislead(service: (typeof SERVICES)[number], minutes: number): Promise<void> {
    await writeFile(join(folder, 'clocks.json'), JSON.stringify({ [service]: minutes * MINUTE }));
    // The one whose clock was wrong until now has the right time again.
    for (const each of new Set([misled ?? service, service])) {
      await own.system.service(each).stop();
      await own.system.service(each).start();
    }
    misled = service;
    await eventually('the system to be ready', async () => {
      const answer = await own.api.get('/health/ready').catch(() => undefined);
      return answer?.status === 200 || undefined;
    });
  }

  const mayEdit = async ({ api, memberId }: Person, version: string): Promise<boolean> => {
    const checks = [{ memberId, permission: 'campaigns:edit' }];
    const read = () => api.post('/v1/checks', { checks }, { headers: { 'roster-at-least': version } });
    const { body } = await eventually('a decision', async () => {
      const answer = await read();
      return answer.body.code === 'check.stale' ? undefined : succeeded(answer);
    });
    return body.results[0].allowed;
  };

  it.each(CASES)(
    '$service: $minutes minutes, everybody works on, and what is taken away is gone (P13)',
    async (wrong) => {
      await mislead(wrong.service, wrong.minutes);
      const owner = await openAccount(own, { planId: 'business' });
      const [admin, editor, reader] = [
        await roleId(owner, 'Admin'),
        await roleId(owner, 'Editor'),
        await roleId(owner, 'Read only'),
      ];
      const email = address('guest');
      succeeded(await owner.api.post('/v1/invitations', { emails: [email], roleIds: [editor] }));
      const guest = await accept(own, email);
      const path = `/v1/members/${guest.memberId}`;

      const change = succeeded(await owner.api.put(`${path}/roles`, { roleIds: [reader] }));
      expect(await mayEdit(guest, change.headers.get('roster-version') ?? '')).toBe(false);
      const back = succeeded(await owner.api.put(`${path}/roles`, { roleIds: [editor] }));
      expect(await mayEdit(guest, back.headers.get('roster-version') ?? '')).toBe(true);

      const { body: key } = succeeded(await owner.api.post('/v1/api-keys', { name: 'A key', roleIds: [admin] }));
      expect((await own.api.as(key.key).get('/v1/members')).status).toBe(200);

      succeeded(await owner.api.post(`${path}/revoke`));
      expect((await guest.api.get('/v1/me')).status).toBe(401);
      const { items } = succeeded(await owner.api.get('/v1/audit?limit=200')).body;
      const versions = items.map(({ version }: { version: number }) => version);
      expect(versions).toEqual(versions.toSorted((one: number, other: number) => other - one));
    },
  );
});
