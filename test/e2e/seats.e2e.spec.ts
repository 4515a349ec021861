import { beforeAll, describe, expect, it } from '@jest/globals';
import { reserveSeats } from '@roster/contracts';
import { v7 as uuid } from 'uuid';
import { accepted, compete } from '../harness/once-of-many.js';
import { address, colleague, openAccount, roleId } from '../harness/people.js';
import { RIVALS } from '../harness/scale.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** P7: a seat is sold once. */
describe('the last seat', () => {
  let roster: Roster;

  beforeAll(() => {
    roster = sharedSystem();
  });

  it('goes to one, however many claim it at once', async () => {
    const owner = await openAccount(roster, { planId: 'free' });
    await colleague(roster, owner);
    const keys = Array.from({ length: 5 * RIVALS }, () => uuid());
    const claim = (key: string) => ({ accountId: owner.accountId, seats: [{ pool: 'users', keys: [key] }] });
    const outcome = await roster.onBus(
      ({ call }) =>
        compete({
          attempt: (rival) => call(reserveSeats, claim(keys[rival] ?? '')),
          effects: async () => (await owner.api.get('/v1/billing/seats')).body.pools[0].reserved,
          rivals: keys.length,
        }),
      'identity',
    );
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['seat.limit-reached'] });
    expect((await owner.api.get('/v1/billing/seats')).body.pools[0]).toMatchObject({
      used: 2,
      reserved: 1,
      available: 0,
    });
  });

  it('goes to one of many invitations sent at the same time; the others are refused', async () => {
    const owner = await openAccount(roster, { planId: 'free' });
    await colleague(roster, owner);
    const role = await roleId(owner, 'Editor');
    const outcome = await compete({
      attempt: (rival) =>
        accepted(owner.api.post('/v1/invitations', { emails: [address(`claim-${rival}`)], roleIds: [role] })),
      effects: async () => (await owner.api.get('/v1/members')).body.items.length,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['seat.limit-reached'] });
  });
});
