import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  changeSecuritySettings,
  createSession,
  FRESH_FOR,
  getSecuritySettings,
  type CallContext,
  type ChangeSecuritySettings,
} from '@roster/contracts';
import { codeOf, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

const HERE = '203.0.113.7';

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.create();
});
afterAll(() => world.close());

const open = (preset = 'ontraport') => world.openAccount({ preset, planId: 'team' });
const change = (owner: Owner, input: ChangeSecuritySettings, call: Partial<CallContext> = {}) =>
  world.gateway.call(changeSecuritySettings, input, { ...owner.call, client: { address: HERE }, ...call });

it('are the service’s until they are changed, each on its own', async () => {
  const owner = await open();
  const before = { secondFactorRequired: false, ipRestrictions: false, sessionHours: 12, idleMinutes: 60 };
  expect(await world.gateway.call(getSecuritySettings, {}, owner.call)).toEqual(before);
  expect(await change(owner, { sessionHours: 3 })).toEqual({ ...before, sessionHours: 3 });
  expect(await change(owner, { secondFactorRequired: true, idleMinutes: 5 })).toEqual({
    secondFactorRequired: true,
    ipRestrictions: false,
    sessionHours: 3,
    idleMinutes: 5,
  });
  const changes = await world.acts(owner.accountId, 'security-settings.changed');
  expect(changes.flatMap(({ parts }) => parts.map((part) => [part.before, part.after]))).toEqual([
    [{ sessionHours: null }, { sessionHours: 3 }],
    [
      { secondFactorRequired: false, idleMinutes: null },
      { secondFactorRequired: true, idleMinutes: 5 },
    ],
  ]);
});

it('that have the value already, or are left out, do not change', async () => {
  const owner = await open();
  await change(owner, { ipRestrictions: false, secondFactorRequired: false });
  await change(owner, {});
  expect(await world.acts(owner.accountId, 'security-settings.changed')).toEqual([]);
});

/** Every numeric setting, with its minimum, its maximum, and its column. */
const NUMBERS = [
  ['sessionHours', 1, 720, 'session_hours'],
  ['idleMinutes', 5, 1_440, 'idle_minutes'],
] as const;

it('have bounds if they are numbers', async () => {
  const owner = await open();
  const shown = Object.entries(await world.gateway.call(getSecuritySettings, {}, owner.call));
  const numbers = shown.filter(([, value]) => typeof value === 'number').map(([name]) => name);
  expect(numbers.toSorted()).toEqual(NUMBERS.map(([name]) => name as string).toSorted());
});

it.each(NUMBERS)(
  'are refused out of bounds, by the service and by the database: %s',
  async (name, least, most, column) => {
    const owner = await open();
    for (const value of [least, most]) {
      expect(await change(owner, { [name]: value })).toMatchObject({ [name]: value });
    }
    const wrong: unknown[] = [least - 1, most + 1, 43_200, 0, -least, least + 0.5, 1e308, `${least}`, [least]];
    for (const value of wrong) {
      await expect(change(owner, { [name]: value })).rejects.toMatchObject({
        code: 'request.invalid',
        details: { errors: expect.arrayContaining([expect.objectContaining({ path: name })]) },
      });
    }
    for (const value of [least - 1, most + 1]) {
      const written = world.sql(`update accounts set ${column} = $2 where id = $1`, [owner.accountId, value]);
      await expect(written).rejects.toThrow(`accounts_${column}`);
    }
    expect(await world.gateway.call(getSecuritySettings, {}, owner.call)).toMatchObject({ [name]: most });
  },
);

it('need a fresh proof of whoever changes them (S22)', async () => {
  const owner = await open();
  const authenticatedAt = new Date(Date.now() - FRESH_FOR - 1_000).toISOString();
  const actor = { ...owner.call.actor, authenticatedAt };
  expect(await codeOf(change(owner, { secondFactorRequired: true }, { actor }))).toBe(
    'session.reauthentication-required',
  );
});

it('never lock out the person who turns on the restriction of addresses', async () => {
  const owner = await open();
  await change(owner, { ipRestrictions: true });
  const input = { email: owner.email, password: PASSWORD };
  const signIn = (address: string) => codeOf(world.gateway.call(createSession, input, { client: { address } }));
  expect(await signIn(HERE)).toBe('none');
  expect(await signIn('198.51.100.1')).toBe('ip.unauthorized');
  await change(owner, { ipRestrictions: false });
  expect(await signIn('198.51.100.1')).toBe('none');
  expect(await codeOf(change(owner, { ipRestrictions: true }, { client: { address: 'nowhere' } }))).toBe(
    'request.invalid',
  );
});

it('are refused if the product does not have them', async () => {
  const owner = await open('ortto');
  expect(await codeOf(change(owner, { ipRestrictions: true }))).toBe('settings.unsupported');
  expect(await change(owner, { ipRestrictions: false })).toMatchObject({ ipRestrictions: false });
});
