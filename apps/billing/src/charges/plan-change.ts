import type { Preset, PresetPlan, SeatPool } from '@roster/contracts';
import type { ShortPool } from '../ledger/seat.js';
import type { Day } from '../periods/day.js';
import { periodOf, type Interval } from '../periods/period.js';
import { limitOf, termsOf, type SeatTerms } from '../plans/terms.js';
import type { SeatPrice } from '../quotes/terms.js';
import { chargeFrom, type Charge } from './charge.js';

/** A subscription as it is at one moment. */
export interface Standing {
  readonly preset: Preset;
  readonly anchor: Day;
  readonly plan: PresetPlan;
  /** What the account pays for the plan; null where nothing has been charged yet. */
  readonly price: number | null;
  readonly pools: readonly SeatPool[];
}

/** What a plan, or the start of a period, makes of the seats of one pool. */
interface PoolChange {
  readonly pool: SeatPool;
  /** Paid for from then on. */
  readonly bought: number;
  /** What each of those costs for a whole interval of the pool; null where none is sold. */
  readonly price: { readonly unitAmount: number; readonly currency: string; readonly interval: Interval } | null;
}

/** What a change costs and does. */
export interface Change {
  readonly charges: readonly Charge[];
  readonly pools: readonly PoolChange[];
  /** Pools that would not hold those who have a seat, and sell no more. */
  readonly tooSmall: readonly ShortPool[];
}

/** The plan holds from this day. What was paid for the rest of the old one's period is credited, at the price that was paid. */
export function changeAtOnce(
  { preset, anchor, plan: old, price, pools }: Standing,
  plan: PresetPlan,
  day: Day,
): Change {
  const terms = termsOf(preset, plan);
  const changes = pools.map((pool) => {
    const next = termsAfter(terms, pool);
    const ending = pool.overage === 'consent' ? Math.min(pool.bought, Math.max(0, next.included - pool.included)) : 0;
    const kept = pool.bought - ending;
    return { pool, next, ending, lacking: lackingIn(pool, next, kept), kept };
  });
  const period = periodOf(anchor, plan.interval, day);
  const unused = { kind: 'plan', pool: null, quantity: 1, description: `${old.name}, not used any more` } as const;
  return {
    charges: [
      ...(price ? [chargeFrom(day, period, { ...unused, unitAmount: -price, currency: old.currency })] : []),
      ...planCharges(plan, plan.price, anchor, day),
      ...changes.flatMap(({ pool, ending, lacking }) => [
        ...seatCharges(preset, pool, { anchor, day, count: ending, what: `included in ${plan.name}`, sign: -1 }),
        ...seatCharges(preset, pool, { anchor, day, count: lacking, what: 'more' }),
      ]),
    ],
    pools: changes.map(({ pool, kept, lacking }) => poolChange(pool, kept + lacking)),
    tooSmall: changes.flatMap(({ pool, next }) => tooSmallFor(pool, next)),
  };
}

/**
 * The first day of a month of the subscription, at which the plan may be another one than before: what begins a period is
 * charged for it, and of seats as many are bought as are needed. Seats of a pool in the middle of its period stay bought.
 */
export function startOfMonth(
  { preset, anchor, plan, price, pools }: Standing,
  day: Day,
  { isNewPlan }: { readonly isNewPlan: boolean },
): Change {
  const terms = termsOf(preset, plan);
  const begins = (interval: Interval) => periodOf(anchor, interval, day).from === day;
  const changes = pools.map((pool) => {
    const next = termsAfter(terms, pool);
    if (pool.overage !== 'consent') return { pool, next, bought: 0, charged: 0, what: '' };
    const isBegun = pool.interval !== null && begins(pool.interval);
    const kept = isBegun ? 0 : pool.bought;
    const charged = lackingIn(pool, next, kept);
    return { pool, next, bought: kept + charged, charged, what: isBegun ? 'bought' : 'more' };
  });
  return {
    charges: [
      ...(isNewPlan || begins(plan.interval) ? planCharges(plan, price ?? plan.price, anchor, day) : []),
      ...changes.flatMap(({ pool, charged, what }) => seatCharges(preset, pool, { anchor, day, count: charged, what })),
    ],
    pools: changes.map(({ pool, bought }) => poolChange(pool, bought)),
    tooSmall: changes.flatMap(({ pool, next }) => tooSmallFor(pool, next)),
  };
}

/** The seats that are bought besides those that were, with their price. */
export const extraSeats = ({ pools }: Pick<Change, 'pools'>): Record<string, SeatPrice> =>
  Object.fromEntries(
    pools.flatMap(({ pool, bought, price }) =>
      price && bought > pool.bought ? [[pool.pool, { ...price, quantity: bought - pool.bought }]] : [],
    ),
  );

const termsAfter = (terms: readonly SeatTerms[], { pool }: SeatPool): SeatTerms => {
  const found = terms.find((each) => each.pool === pool);
  if (!found) throw new Error(`There are no terms of the pool ${pool}`);
  return found;
};

/** Seats that are taken and would not be there, in a pool that sells them. */
const lackingIn = ({ used, reserved }: SeatPool, next: SeatTerms, bought: number): number =>
  next.overage === 'consent' ? Math.max(0, used + reserved - limitOf(next, bought)) : 0;

function tooSmallFor(pool: SeatPool, next: SeatTerms): ShortPool[] {
  const [taken, limit] = [pool.used + pool.reserved, limitOf(next)];
  if (next.overage === 'consent' || taken <= limit) return [];
  return [{ pool: { ...pool, included: next.included, available: 0 }, requested: taken - limit }];
}

function planCharges({ name, currency, interval }: PresetPlan, price: number, anchor: Day, day: Day): Charge[] {
  if (price === 0) return [];
  const charge = { kind: 'plan', pool: null, description: name, quantity: 1, unitAmount: price, currency } as const;
  return [chargeFrom(day, periodOf(anchor, interval, day), charge)];
}

interface Seats {
  readonly anchor: Day;
  readonly day: Day;
  readonly count: number;
  /** What the line says of them. */
  readonly what: string;
  readonly sign?: -1;
}

function seatCharges(
  { seatPools }: Preset,
  { pool, unitPrice, currency, interval }: SeatPool,
  { anchor, day, count, what, sign }: Seats,
): Charge[] {
  if (count === 0 || !unitPrice || currency === null || interval === null) return [];
  const description = `${seatPools[pool]?.label ?? pool}: ${count} ${what}`;
  const unitAmount = (sign ?? 1) * unitPrice;
  const charge = { kind: 'seats', pool, description, quantity: count, unitAmount, currency } as const;
  return [chargeFrom(day, periodOf(anchor, interval, day), charge)];
}

const poolChange = (pool: SeatPool, bought: number): PoolChange => {
  const { unitPrice, currency, interval } = pool;
  const isSold = unitPrice !== null && currency !== null && interval !== null;
  return { pool, bought, price: isSold ? { unitAmount: unitPrice, currency, interval } : null };
};
