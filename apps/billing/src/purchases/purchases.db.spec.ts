import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import {
  createQuote,
  getSeats,
  giveConsent,
  openSubscription,
  releaseSeats,
  reserveSeats,
  useSeats,
  type RosterError,
} from '@roster/contracts';
import * as fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { answerChecks } from '../../../../test/harness/decisions.js';
import { MovedClock } from '../../../../test/harness/moved-clock.js';
import type { Peer } from '../../../../test/harness/peer.js';
import { runs } from '../../../../test/harness/scale.js';
import { ServiceWorld } from '../../../../test/harness/service.js';
import { query } from '../../../../test/harness/statements.js';
import { billing, entities } from '../billing.module.js';
import { BillingConfig } from '../config.js';
import { migrations } from '../migrations/index.js';

const clock = new MovedClock();

@Module(billing(clock))
class MovedBilling {}

let world: ServiceWorld<BillingConfig>;
let identity: Peer;
let gateway: Peer;

beforeAll(async () => {
  const options = { context: 'billing', config: BillingConfig, entities, migrations } as const;
  world = await ServiceWorld.create(MovedBilling, { ...options, entities: [...entities], migrations: [...migrations] });
  await world.start();
  [identity, gateway] = [await world.peer('identity'), await world.peer('gateway')];
  answerChecks(await world.peer('access'), () => ({ allowed: true, reason: 'role', scope: ['all'], version: 1 }));
});
afterAll(() => world.close());

type Step =
  | { readonly kind: 'take'; readonly count: number; readonly agreed: number }
  | { readonly kind: 'comes-to-nothing' | 'comes-in'; readonly at: number }
  | { readonly kind: 'time-passes'; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      count: fc.integer({ min: 1, max: 3 }),
      agreed: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('comes-to-nothing' as const, 'comes-in' as const), at: fc.nat(9) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('time-passes' as const), days: fc.integer({ min: 1, max: 3 }) }),
  },
);

/** One user is included in the plan. From the 1st to the 1st, January has 31 days. */
const [INCLUDED, PRICE, DAYS] = [1, 4700n, 31n];

interface BoughtLine {
  quantity: number;
  readonly daysLeft: bigint;
}

/** What should have happened, from the list of steps alone. */
class Reference {
  bought = 0;
  day = 1;
  readonly lines: BoughtLine[] = [];
  /** Who sits where: the line by which their seat was bought, if it was. */
  readonly seats: { readonly key: string; readonly line: BoughtLine | undefined }[] = [];

  /** Whether the seats can be taken by a consent to so many bought ones. */
  take(keys: readonly string[], agreed: number): boolean {
    const missing = Math.max(0, keys.length - (INCLUDED + this.bought - 1 - this.seats.length));
    if (missing > agreed) return false;
    const line = missing > 0 ? { quantity: missing, daysLeft: DAYS - BigInt(this.day - 1) } : undefined;
    if (line) this.lines.push(line);
    this.bought += missing;
    keys.forEach((key, at) => this.seats.push({ key, line: at >= keys.length - missing ? line : undefined }));
    return true;
  }

  comeToNothing(key: string): void {
    const at = this.seats.findIndex((seat) => seat.key === key);
    const [gone] = this.seats.splice(at, 1);
    if (!gone?.line) return;
    gone.line.quantity -= 1;
    this.bought -= 1;
  }

  amounts(): number[] {
    return this.lines
      .filter(({ quantity }) => quantity > 0)
      .map(({ quantity, daysLeft }) => {
        const whole = PRICE * BigInt(quantity) * daysLeft;
        return Number((2n * whole + DAYS) / (2n * DAYS));
      })
      .toSorted((a, b) => a - b);
  }
}

it('are never more than are paid for, and cost what their list of events says, line by line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      clock.set('2026-01-01T09:00:00Z');
      const [accountId, owner] = [uuidv7(), uuidv7()];
      await identity.call(openSubscription, { accountId, preset: 'ontraport', ownerMemberId: owner });
      const actor = { kind: 'session', memberId: owner, userId: uuidv7(), sessionId: uuidv7() } as const;
      const call = { accountId, actor };
      const reference = new Reference();
      const waiting: string[] = [];
      for (const each of steps) {
        if (each.kind === 'time-passes') {
          if (reference.day + each.days > 31) continue;
          reference.day += each.days;
          clock.pass(each.days * 86_400_000);
        } else if (each.kind === 'take') {
          const keys = Array.from({ length: each.count }, () => uuidv7());
          const { pools } = await gateway.call(getSeats, {}, call);
          const free = pools[0]?.available ?? 0;
          // A consent to exactly so many bought seats, or none.
          const quote =
            each.agreed > 0 && (await gateway.call(createQuote, { seats: { users: free + each.agreed } }, call));
          const consentId = quote && (await gateway.call(giveConsent, { quoteId: quote.id }, call)).id;
          const claim = { accountId, seats: [{ pool: 'users', keys }], ...(consentId && { consentId }) };
          const code = await identity.call(reserveSeats, claim, call).then(
            () => 'taken',
            (error: RosterError) => error.code,
          );
          const expected = reference.take(keys, each.agreed)
            ? 'taken'
            : consentId
              ? 'quote.expired'
              : 'seat.consent-required';
          expect(code).toBe(expected);
          if (code === 'taken') waiting.push(...keys);
        } else {
          const [key] = waiting.splice(each.at % Math.max(1, waiting.length), 1);
          if (!key) continue;
          const seat = { accountId, pool: 'users', keys: [key] };
          if (each.kind === 'comes-in') await identity.call(useSeats, seat);
          else {
            await identity.call(releaseSeats, seat);
            reference.comeToNothing(key);
          }
        }
        const { pools } = await gateway.call(getSeats, {}, call);
        const [{ used = 0, reserved = 0, bought = 0 } = {}] = pools;
        expect(bought).toBe(reference.bought);
        expect(used + reserved).toBe(1 + reference.seats.length);
        expect(used + reserved).toBeLessThanOrEqual(INCLUDED + bought);
        const sql = 'select amount from invoice_lines where account_id = $1';
        const amounts = (await query(world.database.adminUrl, sql, [accountId])).map(({ amount }) => Number(amount));
        expect(amounts.toSorted((a, b) => a - b)).toEqual(reference.amounts());
        const agreedTo = 'select from consents where account_id = $1 and used_at is not null';
        const consents = await query(world.database.adminUrl, agreedTo, [accountId]);
        expect(consents).toHaveLength(amounts.length);
      }
    }),
    { numRuns: runs(6) },
  );
});
