import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSession, RosterError } from '@roster/contracts';
import { compareTimes, isAlike } from '../../../../test/harness/timing.js';
import { address, IdentityWorld, PASSWORD } from '../../../../test/identity/world.js';


let world: IdentityWorld;

beforeAll(async () => {
  // Counted, but never used up.
  const plenty = { RATE_LIMIT_SIGN_INS: '100000', RATE_LIMIT_SIGN_INS_PER_EMAIL: '100000' };
  world = await IdentityWorld.create({ RATE_LIMITS: 'true', ...plenty });
});
afterAll(() => world.close());

/** What is answered to a wrong password. */
async function refusal(email: string) {
  const client = { address: '192.0.2.1' };
  try {
    await world.gateway.call(createSession, { email, password: 'not the password' }, { client });
    throw new Error('The password was right');
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
}

/** Alike in what is said and in how long it takes. */
async function expectNoTelling(known: string, unknown: string, samples?: number): Promise<void> {
  expect(await refusal(known)).toEqual(await refusal(unknown));
  const comparison = await compareTimes(
    () => refusal(known),
    () => refusal(unknown),
    samples,
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
}

describe('whether an address is known', () => {
  it('a wrong password does not tell, by the clock neither (S11)', async () => {
    const { email } = await world.openAccount();
    await expectNoTelling(email, address('nobody'));
  });

  it('it does not tell either while the sign-up waits for its verification (S11)', async () => {
    const email = address('waiting');
    await world.signUp({ email, password: PASSWORD });
    await expectNoTelling(email, address('nobody'), 60);
  });
});
