import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import {
  billingMailRequested,
  changeBillingSettings,
  createQuote,
  getBillingSettings,
  getSeats,
  giveConsent,
  memberDeleted,
  openSubscription,
  releaseSeats,
  reserveSeats,
  type CallContext,
  type Quote,
  type SeatPool,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import { eventually } from '../../../../test/harness/eventually.js';
import { MovedClock } from '../../../../test/harness/moved-clock.js';
import { compete } from '../../../../test/harness/once-of-many.js';
import { envelopeOf, type Peer } from '../../../../test/harness/peer.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { billing, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const clock = new MovedClock();

@Module(billing(clock))
class MovedBilling {}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('seats that cost something', () => {
  let world: ServiceWorld<BillingConfig>;
  let identity: Peer;
  let gateway: Peer;
  /** Who may not edit the billing. */
  const inviters = new Set<string>();
  let accountId: string;
  let owner: string;

  beforeAll(async () => {
    const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
    world = await ServiceWorld.create(MovedBilling, {
      ...options,
      entities: [...entities],
      migrations: [...migrations],
    });
    for (let replica = 0; replica < 3; replica += 1) await world.start();
    [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
    answerChecks(await world.peer('access'), ({ memberId, permission }) => {
      const allowed = !inviters.has(memberId) || permission === 'members:invite';
      return { allowed, reason: allowed ? 'role' : 'no_grant', scope: allowed ? ['all'] : [], version: 1 };
    });
  });
  afterAll(() => world.close());

  // One user is included, and the first period has 31 days, of which 22 are left.
  beforeEach(async () => {
    clock.set('2026-01-10T12:00:00Z');
    [accountId, owner] = [uuidv7(), uuidv7()];
    await identity.call(openSubscription, { accountId, preset: 'ontraport', ownerMemberId: owner });
    clock.set('2026-01-19T12:00:00Z');
  });

  const ids = (count: number) => Array.from({ length: count }, () => uuidv7());
  const as = (memberId: string) => {
    const actor = { kind: 'session', memberId, userId: uuidv7(), sessionId: uuidv7() } as const;
    const authenticatedAt = new Date().toISOString();
    return { accountId, actor: { ...actor, authenticatedAt }, client: { address: '192.0.2.7' } };
  };
  const users = async (): Promise<SeatPool> => {
    const [pool] = (await gateway.call(getSeats, {}, as(owner))).pools;
    if (!pool) throw new Error('There is no pool');
    return pool;
  };
  const take = (keys: string[], consentId?: string, by: Partial<CallContext> = as(owner)) =>
    identity.call(reserveSeats, { accountId, seats: [{ pool: 'users', keys }], ...(consentId && { consentId }) }, by);
  const quoted = (count: number, by = owner) => gateway.call(createQuote, { seats: { users: count } }, as(by));
  const consent = async (count: number, by = owner) =>
    (await gateway.call(giveConsent, { quoteId: (await quoted(count, by)).id }, as(by))).id;
  const lines = () =>
    query(
      world.database.adminUrl,
      'select quantity, amount, from_day, to_day from invoice_lines where account_id = $1',
      [accountId],
    );
  const mails = async () =>
    (
      await query(
        world.database.adminUrl,
        `select envelope -> 'data' as data from outbox where subject = $1 and envelope ->> 'accountid' = $2`,
        [billingMailRequested.subject, accountId],
      )
    ).map(({ data }) => data as { template: string; words: Record<string, string> });
  const code = (error: string) => expect.objectContaining({ code: error });
  const leave = async (key: string) => {
    const account = {
      id: accountId,
      name: 'A',
      preset: 'ontraport',
      status: 'active',
      ownerMemberId: owner,
      revision: 1,
    };
    const person = { userId: null, email: '', firstName: '', lastName: '', roleIds: [], revision: 2 };
    const data = { account, member: { ...person, id: key, status: 'deleted' } } as Parameters<typeof envelopeOf>[3];
    const { used, reserved } = await users();
    await identity.publish(memberDeleted, envelopeOf(memberDeleted, accountId, key, data as never));
    await eventually('the seat to be free', async () => {
      const now = await users();
      return now.used + now.reserved < used + reserved || undefined;
    });
  };

  it('are refused with the numbers and a quote, and nothing is taken', async () => {
    const refused = await take(ids(2)).catch((error: { code: string; details: { quote: Quote } }) => error);
    expect(refused).toMatchObject({
      code: 'seat.consent-required',
      details: {
        pool: 'users',
        included: 1,
        bought: 0,
        used: 1,
        available: 0,
        requested: 2,
        unitPrice: 4700,
        renewsAt: '2026-02-10T00:00:00.000Z',
        quote: {
          // 47.00 × 2 × 22 of 31 days
          lines: [
            {
              kind: 'seats',
              description: 'Users: 2 more',
              quantity: 2,
              unitAmount: 4700,
              amount: 6671,
              from: '2026-01-19',
              to: '2026-02-10',
            },
          ],
          prorated: { amount: 6671, currency: 'USD', invoicedAt: '2026-02-10T00:00:00.000Z' },
          recurring: [{ amount: 9400, currency: 'USD', interval: 'month' }],
          needsConsent: true,
          expiresAt: '2026-01-19T12:15:00.000Z',
        },
      },
    });
    expect(await users()).toMatchObject({ used: 1, reserved: 0, bought: 0 });
    expect([await lines(), await mails()]).toEqual([[], []]);
  });

  it('are taken with a consent, charged for the days that are left, and the contact is told', async () => {
    const consentId = await consent(2);
    const keys = ids(2);
    expect((await take(keys, consentId)).pools).toMatchObject([{ used: 1, reserved: 2, bought: 2, available: 0 }]);
    expect(await take(keys, consentId)).toMatchObject({ pools: [{ reserved: 2, bought: 2, neededAtRenewal: 2 }] });
    expect(await lines()).toEqual([{ quantity: 2, amount: '6671', from_day: '2026-01-19', to_day: '2026-02-10' }]);
    expect(await mails()).toMatchObject([
      {
        template: 'billing-consent-given',
        words: { what: 'Users: 2 more', price: '66.71 USD, billed on 2026-02-10', recurring: '94.00 USD a month' },
      },
    ]);
    const [row] = await query(world.database.adminUrl, 'select * from consents where id = $1', [consentId]);
    expect(row).toMatchObject({ member_id: owner, address: '192.0.2.7', edits_billing: true, given_at: clock.now() });
  });

  it('take a consent that is one’s own, fresh and unused', async () => {
    const consentId = await consent(1);
    await expect(take(ids(1), consentId, as(uuidv7()))).rejects.toEqual(code('consent.not-found'));
    await expect(take(ids(1), uuidv7())).rejects.toEqual(code('consent.not-found'));
    const { actor } = as(owner);
    const key = { kind: 'api-key', memberId: owner, keyId: uuidv7(), makerId: owner, permissions: null } as const;
    await expect(take(ids(1), consentId, { accountId, actor: key })).rejects.toEqual(code('seat.consent-required'));
    await expect(gateway.call(giveConsent, { quoteId: uuidv7() }, { accountId, actor: key })).rejects.toEqual(
      code('permission.denied'),
    );
    await take(ids(1), consentId, { accountId, actor });
    await expect(take(ids(1), consentId)).rejects.toEqual(code('consent.used'));
    const late = await consent(1);
    clock.pass(60 * MINUTE);
    await expect(take(ids(1), late)).rejects.toMatchObject({
      code: 'quote.expired',
      details: { quote: { lines: [{}] } },
    });
    const { id: quoteId } = await quoted(1);
    await expect(gateway.call(giveConsent, { quoteId }, as(uuidv7()))).rejects.toEqual(code('quote.not-found'));
    clock.pass(15 * MINUTE);
    await expect(gateway.call(giveConsent, { quoteId }, as(owner))).rejects.toEqual(code('quote.expired'));
  });

  it('cost no more than was agreed to: more seats, or another period, want another quote', async () => {
    const [one, early] = [await consent(1), await consent(1)];
    await expect(take(ids(2), one)).rejects.toEqual(code('quote.expired'));
    clock.set('2026-01-19T23:50:00Z');
    // Cheaper by a day.
    const nearly = await consent(1);
    clock.pass(15 * MINUTE);
    await take(ids(1), nearly);
    expect(await lines()).toMatchObject([{ quantity: 1, amount: '3184', from_day: '2026-01-20' }]);
    await expect(take(ids(1), early)).rejects.toEqual(code('quote.expired'));
    clock.set('2026-02-09T23:50:00Z');
    const before = await consent(1);
    clock.pass(15 * MINUTE);
    await expect(take(ids(1), before)).rejects.toEqual(code('quote.expired'));
    expect(await users()).toMatchObject({ bought: 1, reserved: 1 });
  });

  it('stay bought until the period ends: somebody else sits there without another charge', async () => {
    const [first = ''] = ids(1);
    await take([first], await consent(1));
    let key = first;
    for (let time = 0; time < 3; time += 1) {
      await leave(key);
      expect(await users()).toMatchObject({ bought: 1, available: 1, neededAtRenewal: 0 });
      const unneeded = await consent(1);
      [key = ''] = ids(1);
      await take([key], unneeded);
    }
    expect(await lines()).toHaveLength(1);
    const used = 'select from consents where account_id = $1 and used_at is not null';
    expect(await query(world.database.adminUrl, used, [accountId])).toHaveLength(1);
  });

  it('are bought no longer where nothing came of it, unless somebody sits there; the consent can be used again', async () => {
    const [consentId, keys] = [await consent(3), ids(3)];
    await take(keys, consentId);
    const release = (key = '') => identity.call(releaseSeats, { accountId, pool: 'users', keys: [key] });
    await release(keys[0]);
    expect(await users()).toMatchObject({ bought: 2, reserved: 2, available: 0 });
    expect(await lines()).toMatchObject([{ quantity: 2, amount: '6671' }]);
    await release(keys[0]);
    expect(await users()).toMatchObject({ bought: 2, reserved: 2 });
    await leave(keys[1] ?? '');
    const [other = ''] = ids(1);
    await take([other]);
    await release(keys[1]);
    expect(await users()).toMatchObject({ bought: 2, reserved: 2 });
    await release(keys[2]);
    await release(other);
    expect(await users()).toMatchObject({ bought: 1, reserved: 0 });
    expect(await lines()).toMatchObject([{ quantity: 1, amount: '3335' }]);
    const again = await consent(2);
    const [alone = '', fresh = ''] = ids(2);
    await take([alone, fresh], again);
    await release(fresh);
    await expect(take(ids(1), consentId)).rejects.toEqual(code('consent.used'));
    expect(await users()).toMatchObject({ bought: 1, reserved: 1 });
    await take(ids(1), again);
    expect(await users()).toMatchObject({ bought: 2, reserved: 2 });
  });

  it('are bought once by one consent, and the last one goes to one, however many ask at once', async () => {
    const consentId = await consent(1);
    const keys = ids(RIVALS);
    const outcome = await compete({
      attempt: (rival) => take(keys.slice(rival, rival + 1), consentId),
      effects: async () => (await users()).reserved,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1, refusals: ['consent.used'] });
    expect(await users()).toMatchObject({ bought: 1, reserved: 1, available: 0 });
    expect(await lines()).toHaveLength(1);
  });

  describe('where inviters may buy five a month', () => {
    it('are bought by them up to that, and by nobody else without the permission', async () => {
      const inviter = uuidv7();
      inviters.add(inviter);
      await take(ids(3), await consent(3, inviter), as(inviter));
      const [two, one] = [await consent(2, inviter), await consent(1, inviter)];
      await expect(consent(3, inviter)).rejects.toMatchObject({ code: 'permission.denied', details: { perPeriod: 5 } });
      await take(ids(2), two, as(inviter));
      await expect(take(ids(1), one, as(inviter))).rejects.toEqual(code('permission.denied'));
      await take(ids(1), await consent(1));
      clock.set('2026-02-10T00:00:00Z');
      expect(await consent(5, inviter)).toEqual(expect.any(String));
    });

    it('can be changed by who agrees to the price of more', async () => {
      const change = (input: object, by = owner) => gateway.call(changeBillingSettings, input, as(by));
      expect(await gateway.call(getBillingSettings, {}, as(owner))).toEqual({
        autoBuy: {},
        inviterMayBuy: { perPeriod: 5 },
      });
      expect(await change({ inviterMayBuy: null })).toEqual({ autoBuy: {}, inviterMayBuy: null });
      const wanted = { autoBuy: { users: { upTo: 2 } } };
      const refused: { details: { quote: Quote } } = await change(wanted).catch((error) => error);
      expect(refused).toMatchObject({
        code: 'seat.consent-required',
        details: {
          quote: {
            lines: [{ description: 'Users: up to 2 bought without asking', quantity: 2, unitAmount: 4700, amount: 0 }],
            prorated: { amount: 0 },
            recurring: [{ amount: 9400, currency: 'USD', interval: 'month' }],
          },
        },
      });
      const { id: consentId } = await gateway.call(giveConsent, { quoteId: refused.details.quote.id }, as(owner));
      await expect(change({ autoBuy: { users: { upTo: 3 } }, consentId })).rejects.toEqual(code('quote.expired'));
      expect(await change({ ...wanted, consentId })).toEqual({ ...wanted, inviterMayBuy: null });
      await expect(change({ autoBuy: { users: { upTo: 3 } }, consentId })).rejects.toEqual(code('consent.used'));
      await expect(change({ autoBuy: { cars: { upTo: 1 } } })).rejects.toEqual(code('request.invalid'));
      const { actor } = as(owner);
      const stale = { accountId, actor: { ...actor, authenticatedAt: '2026-01-01T00:00:00Z' } };
      await expect(gateway.call(changeBillingSettings, {}, stale)).rejects.toEqual(
        code('session.reauthentication-required'),
      );

      // Nobody asks: as many as were agreed to, then the contact is told, once a day.
      await take(ids(1), undefined, {});
      await take(ids(1), undefined, {});
      expect(await users()).toMatchObject({ bought: 2, reserved: 2 });
      for (let time = 0; time < 2; time += 1) {
        await expect(take(ids(1), undefined, {})).rejects.toEqual(code('seat.consent-required'));
      }
      const told = async () => (await mails()).filter(({ template }) => template === 'billing-seat-refused');
      expect(await told()).toMatchObject([{ words: { price: '47.00 USD a month' } }]);
      clock.pass(DAY);
      await expect(take(ids(1), undefined, {})).rejects.toEqual(code('seat.consent-required'));
      expect(await told()).toHaveLength(2);
    });
  });
});
