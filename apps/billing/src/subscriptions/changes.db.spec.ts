import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  changeSubscription,
  createQuote,
  endSubscription,
  getSubscription,
  releaseSeats,
  reserveSeats,
  revokeScheduledChange,
  type Quote,
  type RosterError,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { BillingWorld, type BilledAccount } from '../../../../test/billing/world.js';
import { compete } from '../../../../test/harness/once-of-many.js';

let world: BillingWorld;
beforeAll(async () => (world = await BillingWorld.create(3)));
afterAll(() => world.close());

const change = (account: BilledAccount, planId: string, consentId?: string) =>
  world.gateway.call(changeSubscription, { planId, ...(consentId && { consentId }) }, account.call);
const agreeAndChange = async (account: BilledAccount, planId: string) =>
  change(account, planId, await account.agreed({ planId }));
const code = (error: string) => expect.objectContaining({ code: error });

describe('a dearer plan', () => {
  it('is refused with its price, holds at once, and credits what is left of the old one and of the seats that it includes', async () => {
    const account = await world.open('2026-01-10T12:00:00Z');
    // 22 of 31 days are left.
    world.clock.set('2026-01-19T12:00:00Z');
    await agreeAndChange(account, 'plus');
    await account.take('users', 3);
    const refused: RosterError & { details: { quote: Quote } } = await change(account, 'pro').catch((error) => error);
    expect(refused).toMatchObject({
      code: 'plan.consent-required',
      details: {
        quote: {
          needsConsent: true,
          lines: [
            { kind: 'plan', description: 'plus, not used any more', unitAmount: -9900, amount: -7026 },
            { kind: 'plan', description: 'pro', unitAmount: 14900, amount: 10574 },
            { kind: 'seats', description: 'Users: 1 included in pro', quantity: 1, unitAmount: -4700, amount: -3335 },
          ],
          prorated: { amount: 213, invoicedAt: '2026-01-19T00:00:00.000Z' },
          recurring: [{ amount: 14900 + 4700, currency: 'USD', interval: 'month' }],
        },
      },
    });
    world.clock.set('2026-01-20T12:00:00Z');
    await agreeAndChange(account, 'pro');
    expect(await account.lines()).toEqual([
      'plus 2026-01-19 2026-02-10 7026',
      'Users: 2 more 2026-01-19 2026-02-10 6671',
      'plus, not used any more 2026-01-20 2026-02-10 -6706',
      'pro 2026-01-20 2026-02-10 10094',
      'Users: 1 included in pro 2026-01-20 2026-02-10 -3184',
    ]);
    expect(await account.pool('users')).toMatchObject({ included: 3, bought: 1, used: 1, reserved: 3, available: 0 });
    expect(await account.mails('billing-plan-changed')).toMatchObject([
      { what: 'plus in place of basic, from now on' },
      { what: 'pro in place of plus, from now on' },
    ]);
    const subscription = await world.gateway.call(getSubscription, {}, account.call);
    expect(subscription).toMatchObject({ plan: { id: 'pro' }, price: 14900, renewsAt: '2026-02-10T00:00:00.000Z' });
  });

  it('takes off the draft what stands there for the very same days', async () => {
    const account = await world.open('2026-01-10T12:00:00Z');
    await agreeAndChange(account, 'plus');
    const [, key = ''] = await account.take('users', 2);
    expect(await account.lines()).toEqual([
      'plus 2026-01-10 2026-02-10 9900',
      'Users: 1 more 2026-01-10 2026-02-10 4700',
    ]);
    await agreeAndChange(account, 'pro');
    expect(await account.lines()).toEqual(['pro 2026-01-10 2026-02-10 14900']);
    // What was bought for it is a part of the plan by now, and there is nothing to be unbought.
    await world.identity.call(releaseSeats, { accountId: account.id, pool: 'users', keys: [key] });
    expect(await account.pool('users')).toMatchObject({ bought: 0, reserved: 1, available: 1 });
    expect(await account.lines()).toHaveLength(1);
  });

  it('costs no more than was agreed to, by one’s own consent, which pays for one change', async () => {
    const account = await world.open('2026-01-10T12:00:00Z');
    await agreeAndChange(account, 'plus');
    await account.take('users', 2);
    const [consentId, other] = [await account.agreed({ planId: 'pro' }), await account.agreed({ planId: 'pro' })];
    await expect(change(account, 'year', consentId)).rejects.toEqual(code('quote.expired'));
    const foreign = { ...account.call, actor: { ...account.call.actor, memberId: uuidv7() } };
    await expect(world.gateway.call(changeSubscription, { planId: 'pro', consentId }, foreign)).rejects.toEqual(
      code('consent.not-found'),
    );
    const seats = await account.agreed({ seats: { users: 1 } });
    await expect(change(account, 'pro', seats)).rejects.toMatchObject({
      code: 'quote.expired',
      details: { quote: { lines: expect.arrayContaining([expect.objectContaining({ description: 'pro' })]) } },
    });
    const used = 'select from consents where account_id = $1 and used_at is not null';
    const outcome = await compete({
      attempt: (rival) => change(account, 'pro', rival % 2 ? consentId : other),
      effects: async () => (await world.sql(used, [account.id])).length,
    });
    expect(outcome).toMatchObject({ effects: 1, refusals: [] });
    expect(await account.lines()).toEqual(['pro 2026-01-10 2026-02-10 14900']);
  });
});

describe('a cheaper plan, or one of another interval', () => {
  it('is scheduled for the end of the period, and can be taken back until then', async () => {
    const account = await world.open('2026-01-31T12:00:00Z', 'plus');
    const { scheduled } = await change(account, 'basic');
    expect(scheduled).toMatchObject({ plan: { id: 'basic' }, from: '2026-02-28' });
    expect(await account.pool('users')).toMatchObject({ included: 2 });
    expect(await change(account, 'plus')).toMatchObject({ plan: { id: 'plus' }, scheduled: null });
    await change(account, 'basic');
    const revoked = await world.gateway.call(revokeScheduledChange, {}, account.call);
    expect(revoked).toMatchObject({ plan: { id: 'plus' }, scheduled: null });
    await expect(world.gateway.call(revokeScheduledChange, {}, account.call)).rejects.toEqual(
      code('subscription.nothing-scheduled'),
    );
    expect(await account.lines()).toEqual([]);
    expect((await account.mails('billing-plan-changed')).map(({ what }) => what)).toEqual([
      'basic in place of plus, from 2026-02-28 on',
      'plus stays, and what was scheduled is taken back',
      'basic in place of plus, from 2026-02-28 on',
      'plus stays, and what was scheduled is taken back',
    ]);
  });

  it('buys the seats that it lacks, which takes a consent to their price', async () => {
    const account = await world.open('2026-01-10T12:00:00Z', 'plus');
    await account.take('users', 1);
    const quote = await world.gateway.call(createQuote, { planId: 'basic' }, account.call);
    expect(quote).toMatchObject({
      needsConsent: true,
      lines: [
        { kind: 'plan', description: 'basic', amount: 2900, from: '2026-02-10', to: '2026-03-10' },
        { kind: 'seats', description: 'Users: 1 bought', amount: 4700, from: '2026-02-10', to: '2026-03-10' },
      ],
      prorated: { amount: 7600, invoicedAt: '2026-02-10T00:00:00.000Z' },
      recurring: [{ amount: 7600, interval: 'month' }],
    });
    await expect(change(account, 'basic')).rejects.toEqual(code('plan.consent-required'));
    for (let time = 0; time < 2; time += 1) {
      expect((await agreeAndChange(account, 'basic')).scheduled).toMatchObject({ from: '2026-02-10' });
    }
    expect(await account.mails('billing-plan-changed')).toHaveLength(1);
    const { scheduled } = await agreeAndChange(account, 'year');
    expect(scheduled).toMatchObject({ plan: { id: 'year' }, from: '2026-02-10' });
  });

  it('is refused with the numbers where a pool that sells no seats would be too small', async () => {
    const account = await world.open('2026-01-10T12:00:00Z', 'basic');
    await account.take('desks', 2);
    const refused = { code: 'plan.too-small', details: { pool: 'desks', included: 0, reserved: 2, requested: 2 } };
    await expect(change(account, 'bare')).rejects.toMatchObject(refused);
    await expect(world.gateway.call(createQuote, { planId: 'bare' }, account.call)).rejects.toMatchObject(refused);
    await expect(change(account, 'golden')).rejects.toEqual(code('plan.unknown'));
  });
});

it('the subscription ends with its period, unless that is taken back', async () => {
  const account = await world.open('2026-01-10T12:00:00Z');
  const ending = { scheduled: { plan: null, from: '2026-02-10' } };
  expect(await world.gateway.call(endSubscription, {}, account.call)).toMatchObject(ending);
  expect(await world.gateway.call(endSubscription, {}, account.call)).toMatchObject(ending);
  expect(await change(account, 'basic')).toMatchObject({ scheduled: null });
  expect(await account.mails('billing-plan-changed')).toHaveLength(2);
});

it('seats are never more than there are while the plan gets dearer and others claim the last one', async () => {
  const account = await world.open('2026-01-10T12:00:00Z', 'plus');
  const keys = Array.from({ length: 8 }, () => uuidv7());
  const claim = (key: string) =>
    world.identity.call(reserveSeats, { accountId: account.id, seats: [{ pool: 'users', keys: [key] }] }, account.call);
  const consentId = await account.agreed({ planId: 'pro' });
  await Promise.allSettled([
    ...keys.slice(0, 4).map(claim),
    change(account, 'pro', consentId),
    ...keys.slice(4).map(claim),
  ]);
  await Promise.allSettled(keys.map(claim));
  expect(await account.pool('users')).toMatchObject({ included: 3, bought: 0, used: 1, reserved: 2, available: 0 });
});
