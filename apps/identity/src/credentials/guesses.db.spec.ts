import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createSession,
  RosterError,
  type CallContext,
  type CreateSession,
  type ErrorDetails,
  type SessionStarted,
} from '@roster/contracts';
import { settled } from '../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { address, IdentityWorld, PASSWORD, sessionOf } from '../../../../test/identity/world.js';
import { hashToken, randomToken } from '../core/tokens/token.js';

const LIMITS = { RATE_LIMITS: 'true', RATE_LIMIT_SIGN_INS: '25', RATE_LIMIT_SIGN_INS_PER_EMAIL: '10' };

let world: IdentityWorld;

beforeAll(async () => {
  world = await IdentityWorld.create(LIMITS);
  // A second replica: it must know the counts of the first.
  await world.start();
});
afterAll(() => world.close());

let last = 0;
/** A network address that these tests have not used yet. */
const somewhere = () => `198.51.${(last += 1) >> 8}.${last & 255}`;
const from = (at: string, device?: string): Partial<CallContext> => ({
  client: { address: at, ...(device && { deviceHash: hashToken(device) }) },
});

/** The error's code and details, or `in`. */
async function attempt(
  input: CreateSession,
  call: Partial<CallContext>,
): Promise<{ code: string; details?: ErrorDetails }> {
  try {
    await world.gateway.call(createSession, input, call);
    return { code: 'in' };
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    return { code: error.code, ...(error.details && { details: error.details }) };
  }
}

const wrong = (email: string, call: Partial<CallContext>) => attempt({ email, password: 'not the password' }, call);
const right = (email: string, call: Partial<CallContext>) => attempt({ email, password: PASSWORD }, call);

const limited = { code: 'rate.limited', details: { retryAfter: expect.any(Number) } };

/** A person, with a device on which they have signed in. */
async function person(): Promise<{ email: string; device: string }> {
  const { email } = await world.openAccount();
  const started = sessionOf(await world.gateway.call(createSession, { email, password: PASSWORD }, from(somewhere())));
  return { email, device: deviceOf(started) };
}

function deviceOf({ deviceToken }: SessionStarted): string {
  if (deviceToken === undefined) throw new Error('The device got no secret');
  return deviceToken;
}

describe('wrong passwords for one person', () => {
  it('are refused after ten, from anywhere, and so is the right one; the person’s own device still works (S9)', async () => {
    const { email, device } = await person();
    const codes: string[] = [];
    for (let time = 0; time < 100; time += 1) codes.push((await wrong(email, from(somewhere()))).code);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'session.credentials-invalid'));
    expect(new Set(codes.slice(10))).toEqual(new Set(['rate.limited']));
    const refused = await right(email, from(somewhere()));
    expect(refused).toEqual(limited);
    const retryAfter = Number(refused.details?.['retryAfter']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(15 * 60);
    // Another person's device, or an invented one, does not count as theirs.
    expect(await right(email, from(somewhere(), (await person()).device))).toEqual(limited);
    expect(await right(email, from(somewhere(), randomToken()))).toEqual(limited);
    expect(await right(email, from(somewhere(), device))).toEqual({ code: 'in' });
  });

  it('are counted before they are compared: of many at once, at most ten are compared', async () => {
    const { email } = await person();
    const guess = () => world.gateway.call(createSession, { email, password: 'not the password' }, from(somewhere()));
    const codes = await Promise.all(Array.from({ length: RIVALS }, () => settled(guess)));
    expect(new Set(codes)).toEqual(new Set(['session.credentials-invalid', 'rate.limited']));
    expect(codes.filter((code) => code === 'session.credentials-invalid').length).toBeLessThanOrEqual(10);
    expect(await wrong(email, from(somewhere()))).toEqual(limited);
  });

  it('are counted per device on the person’s own devices', async () => {
    const { email, device } = await person();
    const other = deviceOf(
      sessionOf(await world.gateway.call(createSession, { email, password: PASSWORD }, from(somewhere()))),
    );
    for (let time = 0; time < 10; time += 1) await wrong(email, from(somewhere(), device));
    expect(await right(email, from(somewhere(), device))).toEqual(limited);
    expect(await right(email, from(somewhere(), other))).toEqual({ code: 'in' });
    expect(await right(email, from(somewhere()))).toEqual({ code: 'in' });
  });

  it('are counted alike for an address that nobody has, in whatever spelling', async () => {
    const email = address('nobody');
    const spellings = [email, email.toUpperCase(), ` ${email} `];
    for (let time = 0; time < 10; time += 1) {
      expect(await wrong(spellings[time % 3] ?? email, from(somewhere()))).toEqual({
        code: 'session.credentials-invalid',
      });
    }
    expect(await wrong(email, from(somewhere()))).toEqual(limited);
  });

  it('are not used up by right ones', async () => {
    const { email } = await person();
    const at = somewhere();
    for (let time = 0; time < 30; time += 1) expect(await right(email, from(at))).toEqual({ code: 'in' });
  });
});

describe('wrong passwords from one network', () => {
  it('are refused whoever they are for, but not on a person’s own device (S10)', async () => {
    const { email, device } = await person();
    const at = somewhere();
    const codes: string[] = [];
    for (let time = 0; time < 30; time += 1) codes.push((await wrong(address(), from(at))).code);
    expect(codes.filter((code) => code === 'session.credentials-invalid')).toHaveLength(25);
    expect(codes.slice(25)).toEqual(Array.from({ length: 5 }, () => 'rate.limited'));
    expect(await right(email, from(at))).toEqual(limited);
    expect(await right(email, from(at, device))).toEqual({ code: 'in' });
    expect(await right(email, from(somewhere()))).toEqual({ code: 'in' });
  });

  it('count for the whole /64 of an IPv6 host, and for an IPv4 address in any spelling', async () => {
    const host = () => `2001:db8:7:7:${Math.floor(Math.random() * 65_536).toString(16)}::1`;
    for (let time = 0; time < 25; time += 1) await wrong(address(), from(host()));
    expect(await wrong(address(), from(host()))).toEqual(limited);
    expect(await wrong(address(), from('2001:db8:7:8::1'))).toEqual({ code: 'session.credentials-invalid' });
    for (let time = 0; time < 25; time += 1) await wrong(address(), from('203.0.113.9'));
    expect(await wrong(address(), from('::ffff:203.0.113.9'))).toEqual(limited);
  });
});

it('nobody signs in while guesses cannot be counted', async () => {
  const { email } = await person();
  await world.sql('alter table throttles rename to away');
  try {
    expect(await right(email, from(somewhere()))).toEqual({ code: 'internal' });
  } finally {
    await world.sql('alter table away rename to throttles');
  }
  expect(await right(email, from(somewhere()))).toEqual({ code: 'in' });
});

it('the count of a guess reveals neither the person nor the network', async () => {
  const email = address('secret');
  const at = somewhere();
  await wrong(email, from(at));
  const rows = await world.sql<{ key: string }>('select key from throttles');
  expect(rows.length).toBeGreaterThan(0);
  for (const { key } of rows) expect(key).toMatch(/^[a-z-]+:[\w-]{43}$/);
});
