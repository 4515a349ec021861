import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { changeSubscription, createQuote, getSubscription, giveConsent, type RosterError } from '@roster/contracts';
import * as fc from 'fast-check';
import { Reference, toDay, toIso } from '../../../../test/billing/reference.js';
import { BILLED_PLANS, BillingWorld, type BilledAccount } from '../../../../test/billing/world.js';
import { runs } from '../../../../test/harness/scale.js';

let world: BillingWorld;
beforeAll(async () => (world = await BillingWorld.create(2)));
afterAll(() => world.close());

type Step =
  | { readonly kind: 'take'; readonly pool: 'users' | 'agents' | 'desks'; readonly count: number }
  | { readonly kind: 'leave'; readonly at: number }
  | { readonly kind: 'change'; readonly plan: number }
  | { readonly kind: 'pass'; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      pool: fc.constantFrom('users' as const, 'users' as const, 'agents' as const, 'desks' as const),
      count: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), at: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), plan: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      days: fc.oneof(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 300, max: 400 })),
    }),
  },
);

/** By what was charged, less what was credited: how many of it are paid for on each day. */
async function paidFor(account: BilledAccount, begun: number): Promise<Map<string, number[]>> {
  const rows = await world.sql(
    `select kind, pool, quantity, unit_amount::int as unit, from_day, to_day from invoice_lines where account_id = $1`,
    [account.id],
  );
  const paid = new Map<string, number[]>();
  for (const { pool, quantity, unit, from_day: from, to_day: to } of rows) {
    const what = `${String(pool ?? 'plan')} ${Math.abs(Number(unit))}`;
    const days = paid.get(what) ?? [];
    for (let day = toDay(String(from)); day < toDay(String(to)); day += 1)
      days[day - begun] = (days[day - begun] ?? 0) + Math.sign(Number(unit)) * Number(quantity);
    paid.set(what, days);
  }
  return paid;
}

/** Only what is paid for at all. */
const spans = (paid: Map<string, number[]>): Record<string, string[]> =>
  Object.fromEntries(
    [...paid].flatMap(([what, days]) => {
      const counts = Array.from(days, (count = 0) => count);
      const changes = [...counts, 0].flatMap((count, at) =>
        count === (counts[at - 1] ?? 0) ? [] : [`${at}: ${count}`],
      );
      return changes.length > 0 ? [[what, changes]] : [];
    }),
  );

async function changeTo(account: BilledAccount, planId: string): Promise<string> {
  try {
    const { id, needsConsent } = await world.gateway.call(createQuote, { planId }, account.call);
    const consentId = needsConsent && (await world.gateway.call(giveConsent, { quoteId: id }, account.call)).id;
    await world.gateway.call(changeSubscription, { planId, ...(consentId && { consentId }) }, account.call);
    return 'done';
  } catch (error) {
    return (error as RosterError).code;
  }
}

it('every day is paid for once, by what was bought then, and every line costs what its days do', async () => {
  const begin = fc.constantFrom('2027-06-15', '2027-12-29', '2028-01-30', '2028-01-31', '2028-02-29', '2027-02-28');
  await fc.assert(
    fc.asyncProperty(begin, fc.array(step, { minLength: 4, maxLength: 12 }), async (first, steps) => {
      const account = await world.begin(`${first}T12:00:00Z`, 'basic');
      const [, , basic] = BILLED_PLANS;
      if (!basic) throw new Error('There is no plan');
      const begun = toDay(first);
      const reference = new Reference(begun, basic);
      const seats: { pool: 'users' | 'agents' | 'desks'; key: string }[] = [];
      for (const each of steps) {
        if (each.kind === 'pass') {
          reference.passes(each.days);
          await world.renew(`${toIso(reference.today)}T12:00:00Z`);
        } else if (each.kind === 'take') {
          if (each.pool === 'desks' && (await account.pool('desks')).available < each.count) continue;
          for (const key of await account.take(each.pool, each.count)) seats.push({ pool: each.pool, key });
          reference.takes(each.pool, each.count);
        } else if (each.kind === 'leave') {
          const [gone] = seats.splice(each.at % Math.max(1, seats.length), 1);
          if (!gone) continue;
          await account.leave(gone.pool, gone.key);
          reference.taken[gone.pool] -= 1;
        } else {
          const plan = BILLED_PLANS[each.plan];
          if (plan) expect([plan.id, await changeTo(account, plan.id)]).toEqual([plan.id, reference.changes(plan)]);
        }
        const subscription = await world.gateway.call(getSubscription, {}, account.call);
        expect(subscription.plan.id).toBe(reference.plan.id);
        expect(subscription.scheduled?.plan?.id).toBe(reference.planned?.plan.id);
        for (const pool of ['users', 'agents'] as const) {
          const { used, reserved, bought, included } = await account.pool(pool);
          expect([pool, used + reserved, bought]).toEqual([pool, reference.taken[pool], reference.bought[pool]]);
          expect(used + reserved).toBeLessThanOrEqual(included + bought);
        }
        expect(spans(await paidFor(account, begun))).toEqual(spans(reference.paid()));
      }
      const lines = await world.sql('select * from invoice_lines where account_id = $1', [account.id]);
      for (const line of lines) {
        const [from, to] = [toDay(String(line['from_day'])), toDay(String(line['to_day']))];
        const of = [reference.length('month', from), reference.length('year', from)];
        expect(of).toContain(line['of_days']);
        const [whole, parts] = [
          BigInt(String(line['unit_amount'])) * BigInt(Number(line['quantity']) * (to - from)),
          BigInt(Number(line['of_days'])),
        ];
        const rounded = (2n * (whole < 0n ? -whole : whole) + parts) / (2n * parts);
        expect(BigInt(String(line['amount']))).toBe(whole < 0n ? -rounded : rounded);
      }
    }),
    { numRuns: runs(5) },
  );
});
