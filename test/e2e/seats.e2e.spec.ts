import { beforeAll, describe, expect, it } from '@jest/globals';
import { reserveSeats, RosterError } from '@roster/contracts';
import { v7 as uuid } from 'uuid';
import { address, colleague, openAccount, roleId } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** P7: a seat is sold once. */
describe('the last seat', () => {
  let roster: Roster;

  beforeAll(() => {
    roster = sharedSystem();
  });

  it('goes to one of 1000 concurrent claims', async () => {
    const owner = await openAccount(roster, { planId: 'free' });
    await colleague(roster, owner);
    const outcomes = await roster.onBus(
      ({ call }) =>
        Promise.all(
          Array.from({ length: 1000 }, () =>
            call(
              reserveSeats,
              { accountId: owner.accountId, pool: 'users', keys: [uuid()] },
              { deadline: Date.now() + 30_000 },
            ).then(
              () => 'granted',
              (error: unknown) => (error instanceof RosterError ? error.code : 'unknown'),
            ),
          ),
        ),
      'identity',
    );
    expect(outcomes.filter((outcome) => outcome === 'granted')).toHaveLength(1);
    expect((await owner.api.get('/v1/billing/seats')).body.pools[0]).toMatchObject({
      used: 2,
      reserved: 1,
      available: 0,
    });
  });

  it('goes to one of 40 invitations sent at the same time; the others are refused with the numbers', async () => {
    const owner = await openAccount(roster, { planId: 'free' });
    await colleague(roster, owner);
    const role = await roleId(owner, 'Editor');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        owner.api.post('/v1/invitations', { emails: [address(`claim-${i}`)], roleIds: [role] }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['seat.limit-reached']),
    );
    const members = (await owner.api.get('/v1/members')).body.items;
    expect(members).toHaveLength(3);
  });
});
