import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeSubscription, endSubscription, getSubscription, releaseSeats } from '@roster/contracts';
import { BillingWorld, type BilledAccount } from '../../../../test/billing/world.js';
import { runs } from '../../../../test/harness/scale.js';

let world: BillingWorld;
beforeAll(async () => (world = await BillingWorld.create(3)));
afterAll(() => world.close());

const change = (account: BilledAccount, planId: string, consentId?: string) =>
  world.gateway.call(changeSubscription, { planId, ...(consentId && { consentId }) }, account.call);
const agreeAndChange = async (account: BilledAccount, planId: string) =>
  change(account, planId, await account.agreed({ planId }));
const subscriptionOf = (account: BilledAccount) => world.gateway.call(getSubscription, {}, account.call);

describe('a subscription', () => {
  it('is charged in advance for each of its months, once and in order, however late and often the job comes round', async () => {
    const account = await world.begin('2026-01-31T12:00:00Z', 'plus');
    await world.renew('2026-02-27T23:59:59Z');
    expect(await account.lines()).toEqual(['plus 2026-01-31 2026-02-28 9900']);
    await world.renew('2026-05-31T00:00:00Z');
    await world.renew('2026-05-31T00:00:00Z');
    expect(await account.lines()).toEqual([
      'plus 2026-01-31 2026-02-28 9900',
      'plus 2026-02-28 2026-03-31 9900',
      'plus 2026-03-31 2026-04-30 9900',
      'plus 2026-04-30 2026-05-31 9900',
      'plus 2026-05-31 2026-06-30 9900',
    ]);
  });

  it('renews of the bought seats as many as are needed, each pool with its own interval', async () => {
    const account = await world.begin('2026-01-31T12:00:00Z', 'basic');
    const [first = '', second = ''] = await account.take('users', 2);
    await account.take('agents', 1);
    await account.leave('users', first);
    await world.renew('2026-02-28T06:00:00Z');
    expect(await account.pool('users')).toMatchObject({ bought: 1, reserved: 1, available: 0 });
    await account.leave('users', second);
    await world.renew('2026-03-31T06:00:00Z');
    expect(await account.pool('users')).toMatchObject({ bought: 0, available: 0 });
    await world.renew('2027-01-31T06:00:00Z');
    expect((await account.lines()).filter((line) => !line.startsWith('basic'))).toEqual([
      'Users: 2 more 2026-01-31 2026-02-28 9400',
      'Agents: 1 more 2026-01-31 2027-01-31 12000',
      'Users: 1 bought 2026-02-28 2026-03-31 4700',
      'Agents: 1 bought 2027-01-31 2028-01-31 12000',
    ]);
  });

  it('begins what is due before anything is bought, and charges nothing twice', async () => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'basic');
    world.clock.set('2026-02-12T12:00:00Z');
    await account.take('users', 1);
    await world.renew('2026-02-12T13:00:00Z');
    const lines = [
      'basic 2026-01-10 2026-02-10 2900',
      'basic 2026-02-10 2026-03-10 2900',
      'Users: 1 more 2026-02-12 2026-03-10 4364',
    ];
    expect(await account.lines()).toEqual(lines);
    // Agreed to before midnight, and taken after it, before the job came round.
    world.clock.set('2026-03-09T23:50:00Z');
    const consentId = await account.agreed({ seats: { users: 1 } });
    world.clock.set('2026-03-10T00:10:00Z');
    await account.claim('users', 1, consentId);
    await world.renew('2026-03-10T01:00:00Z');
    expect(await account.lines()).toEqual([
      ...lines,
      'Users: 1 more 2026-03-09 2026-03-10 168',
      'basic 2026-03-10 2026-04-10 2900',
      'Users: 2 bought 2026-03-10 2026-04-10 9400',
    ]);
  });

  it('ends with its period, and begins anew with a plan that is chosen then', async () => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'basic');
    await world.gateway.call(endSubscription, {}, account.call);
    await world.renew('2026-04-01T00:00:00Z');
    expect(await account.lines()).toEqual(['basic 2026-01-10 2026-02-10 2900']);
    expect(await subscriptionOf(account)).toMatchObject({ endedOn: '2026-02-10', scheduled: null });
    await agreeAndChange(account, 'basic');
    await world.renew('2026-05-01T00:00:00Z');
    expect((await account.lines()).slice(1)).toEqual([
      'basic 2026-04-01 2026-05-01 2900',
      'basic 2026-05-01 2026-06-01 2900',
    ]);
    expect(await subscriptionOf(account)).toMatchObject({ endedOn: null, since: '2026-04-01T00:00:00.000Z' });
  });
});

describe('a plan that was scheduled', () => {
  it('comes into force with the period, with the seats that it lacks', async () => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'plus');
    await account.take('users', 1);
    await agreeAndChange(account, 'basic');
    await world.renew('2026-02-10T00:00:00Z');
    expect(await subscriptionOf(account)).toMatchObject({ plan: { id: 'basic' }, price: 2900, scheduled: null });
    expect(await account.pool('users')).toMatchObject({ included: 1, bought: 1, available: 0 });
    expect((await account.lines()).slice(1)).toEqual([
      'basic 2026-02-10 2026-03-10 2900',
      'Users: 1 bought 2026-02-10 2026-03-10 4700',
    ]);
  });

  it('is paid for what is left of its own interval, which is counted from the one anchor', async () => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'basic');
    await world.renew('2026-06-20T00:00:00Z');
    await agreeAndChange(account, 'year');
    await world.renew('2027-01-20T00:00:00Z');
    expect((await account.lines()).slice(6)).toEqual([
      // 184 of 365 days
      'year 2026-07-10 2027-01-10 49907',
      'year 2027-01-10 2028-01-10 99000',
    ]);
  });

  it.each([
    ['a pool became too full for it', 'desks', 'bare', 'it has too few seats (Desks)'],
    ['it would need more seats than were agreed to', 'users', 'basic', 'it would need more seats than were agreed to'],
  ])('is dropped where %s, and the contact is told', async (_, pool, planId, why) => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'plus');
    await change(account, planId);
    await account.take(pool, 1);
    await world.renew('2026-02-10T00:00:00Z');
    expect(await subscriptionOf(account)).toMatchObject({ plan: { id: 'plus' }, scheduled: null });
    expect((await account.lines()).slice(1)).toEqual(['plus 2026-02-10 2026-03-10 9900']);
    expect(await account.mails('billing-change-dropped')).toEqual([{ plan: planId, stays: 'plus', why }]);
  });

  it('takes a seat that somebody agreed to buy in the meantime along', async () => {
    const account = await world.begin('2026-01-10T12:00:00Z', 'plus');
    await account.take('users', 1);
    await agreeAndChange(account, 'basic');
    await account.take('users', 1);
    await world.renew('2026-02-10T00:00:00Z');
    expect(await subscriptionOf(account)).toMatchObject({ plan: { id: 'basic' } });
    expect(await account.pool('users')).toMatchObject({ bought: 2, available: 0 });
  });
});

it('the last seat, a downgrade, consents, people who leave and the renewal meet at midnight: no seat too many, nothing twice', async () => {
  for (let round = 0; round < runs(2); round += 1) {
    const account = await world.begin('2026-01-10T12:00:00Z', 'plus');
    const [early = ''] = await account.take('users', 1);
    world.clock.set('2026-02-09T23:58:00Z');
    const [seat, pro] = [await account.agreed({ seats: { users: 1 } }), await account.agreed({ planId: 'pro' })];
    world.clock.set('2026-02-10T00:00:01Z');
    const release = { accountId: account.id, pool: 'users', keys: [early] };
    await Promise.allSettled([
      world.renew('2026-02-10T00:00:01Z'),
      ...Array.from({ length: 4 }, (_, at) => account.claim('users', 1, at % 2 ? seat : undefined)),
      change(account, 'basic'),
      change(account, 'pro', pro),
      world.identity.call(releaseSeats, release),
      change(account, 'bare'),
      ...Array.from({ length: 3 }, () => account.claim('users', 1)),
      change(account, 'pro', pro),
    ]);
    await world.renew('2026-02-10T00:00:01Z');
    const { included, bought, used, reserved } = await account.pool('users');
    expect(used + reserved).toBeLessThanOrEqual(included + bought);
    const [{ taken } = {}] = await world.sql(
      `select count(*)::int as taken from seat_keys where account_id = $1 and state in ('used', 'reserved')`,
      [account.id],
    );
    expect(taken).toBe(used + reserved);
    const lines = await account.lines();
    expect(lines.filter((line) => line.startsWith('plus 2026-02-10'))).toEqual(['plus 2026-02-10 2026-03-10 9900']);
    const twice = await world.sql(
      `select consent_id from invoice_lines where account_id = $1 and kind = 'seats' and consent_id is not null
       group by consent_id having count(*) > 1`,
      [account.id],
    );
    expect(twice).toEqual([]);
  }
});
