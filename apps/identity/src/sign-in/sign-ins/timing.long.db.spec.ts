import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { offerPasskey } from '@roster/contracts';
import { compareTimes, isAlike } from '../../../../../test/harness/timing.js';
import { setUpPasskey } from '../../../../../test/identity/factors.js';
import { countingWorld, refusal } from '../../../../../test/identity/refusal.js';
import { address, PASSWORD, type IdentityWorld } from '../../../../../test/identity/world.js';

/** What `npm test` counts is measured here as well: somebody who has a clock learns nothing. */
let world: IdentityWorld;

beforeAll(async () => {
  world = await countingWorld();
});
afterAll(() => world.close());

it('a wrong password does not tell by the clock whether an address is known (S11)', async () => {
  const { email } = await world.openAccount();
  const nobody = address('nobody');
  const comparison = await compareTimes(
    () => refusal(world, email),
    () => refusal(world, nobody),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});

it('nor whether a sign-up waits for its verification (S11)', async () => {
  const email = address('waiting');
  await world.signUp({ email, password: PASSWORD });
  const nobody = address('nobody');
  const comparison = await compareTimes(
    () => refusal(world, email),
    () => refusal(world, nobody),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});

it('passkeys take as long to offer for nobody as for who has some (S12)', async () => {
  const owner = await world.openAccount();
  await setUpPasskey(world, owner);
  const nobody = address();
  const comparison = await compareTimes(
    () => world.gateway.call(offerPasskey, { email: owner.email }),
    () => world.gateway.call(offerPasskey, { email: nobody }),
  );
  expect({ ...comparison, isAlike: isAlike(comparison) }).toMatchObject({ isAlike: true });
});
