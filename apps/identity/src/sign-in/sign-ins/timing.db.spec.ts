import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSession } from '@roster/contracts';
import { recordedWork, hashesIn } from '../../../../../test/harness/recorded-work.js';
import { countingWorld, refusal } from '../../../../../test/identity/refusal.js';
import { address, PASSWORD, type IdentityWorld } from '../../../../../test/identity/world.js';

let world: IdentityWorld;

beforeAll(async () => {
  world = await countingWorld();
  // The first refusal computes the hash that stands in for a missing one.
  await refusal(world, address());
});
afterAll(() => world.close());

const done = (email: string) => recordedWork(createSession, () => refusal(world, email));

/** The answers are equal, and so are the statements and hashes behind them; so the time cannot differ either. */
async function expectNoTelling(known: string, unknown: string): Promise<void> {
  expect(await refusal(world, known)).toEqual(await refusal(world, unknown));
  const all = await done(known);
  expect(await done(unknown)).toEqual(all);
  expect(hashesIn(all)).toBe(2);
  expect(all.length).toBeGreaterThan(2);
}

describe('whether an address is known', () => {
  it('a wrong password does not tell, nor does its time (S11)', async () => {
    const { email } = await world.openAccount();
    await expectNoTelling(email, address('nobody'));
  });

  it('a wrong password does not tell whether a sign-up waits for verification (S11)', async () => {
    const email = address('waiting');
    await world.signUp({ email, password: PASSWORD });
    await expectNoTelling(email, address('nobody'));
  });

  it('a text that is no address does not tell either', async () => {
    expect(await refusal(world, 'nobody')).toEqual(await refusal(world, address('nobody')));
    expect(hashesIn(await done('nobody'))).toBe(2);
  });
});
