import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { offerPasskey } from '@roster/contracts';
import { compareTimes, isAlike } from '../../../../../test/harness/timing.js';
import { setUpPasskey } from '../../../../../test/identity/factors.js';
import { countingWorld, refusal } from '../../../../../test/identity/refusal.js';
import { address, PASSWORD, type IdentityWorld } from '../../../../../test/identity/world.js';

/** Measures the time of what the short test counts: somebody with a clock learns nothing. */
let world: IdentityWorld;

beforeAll(async () => {
  world = await countingWorld();
});
afterAll(() => world.close());

it('the time of a wrong password does not tell whether an address is known (S11)', async () => {
  const { email } = await world.openAccount();
  const nobody = address('nobody');
  const comparison = await compareTimes(
    () => refusal(world, email),
    () => refusal(world, nobody),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});

it('the time of a wrong password does not tell whether a sign-up waits for verification (S11)', async () => {
  const email = address('waiting');
  await world.signUp({ email, password: PASSWORD });
  const nobody = address('nobody');
  const comparison = await compareTimes(
    () => refusal(world, email),
    () => refusal(world, nobody),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});

it('passkeys take as long to offer for an unknown address as for one that has some (S12)', async () => {
  const owner = await world.openAccount();
  await setUpPasskey(world, owner);
  const nobody = address();
  const comparison = await compareTimes(
    () => world.gateway.call(offerPasskey, { email: owner.email }),
    () => world.gateway.call(offerPasskey, { email: nobody }),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});
