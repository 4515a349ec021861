import { RosterError, seatConsentRequired, seatLimitReached, seatReleased, type SeatPool } from '@roster/contracts';
import { limitOf, type SeatTerms } from '../plans/terms.js';

/** The state of a key. A key without a row is free. */
export type SeatState = 'reserved' | 'used' | 'released';

export type SeatVerb = 'reserve' | 'use' | 'release';

/** The numbers of keys in the two states that take a seat, and of seats that are paid for. */
export interface SeatCounts {
  readonly used: number;
  readonly reserved: number;
  readonly bought: number;
}

/** A pool at one moment, with the states of the keys that somebody asks about. */
export interface PoolReading {
  readonly terms: SeatTerms;
  readonly counts: SeatCounts;
  readonly states: ReadonlyMap<string, SeatState>;
  /** When bought seats are renewed; null where none can be bought. */
  readonly renewsAt: string | null;
}

/** What a verb does to a pool: these keys get this state, and these are the counts afterwards. */
export interface SeatMove {
  readonly to: SeatState;
  readonly keys: readonly string[];
  readonly counts: SeatCounts;
  /** Seats that it takes besides those that the keys have. */
  readonly requested: number;
  /** Those of them that are not there. */
  readonly missing: number;
}

const TARGET: Record<SeatVerb, SeatState> = { reserve: 'reserved', use: 'used', release: 'released' };

/** Free → reserved → used → released, and never back but by {@link takeBack}. */
const ORDER: readonly (SeatState | undefined)[] = [undefined, 'reserved', 'used', 'released'];

/**
 * What it takes to move all keys. Rejects with `seat.released` if one of them was released before. A key that is as far
 * already stays where it is, so every verb can be sent twice.
 */
export function move(
  { terms, counts, states }: Omit<PoolReading, 'renewsAt'>,
  verb: SeatVerb,
  keys: readonly string[],
): SeatMove {
  const to = TARGET[verb];
  if (to !== 'released') refuseReleased(states, keys);
  const moving = keys.filter((key) => ORDER.indexOf(states.get(key)) < ORDER.indexOf(to));
  const requested = to === 'released' ? 0 : moving.filter((key) => !states.has(key)).length;
  return {
    to,
    keys: moving,
    counts: recount(
      counts,
      moving.map((key) => states.get(key)),
      to,
    ),
    requested,
    missing: Math.max(0, requested - available(terms, counts)),
  };
}

/**
 * What makes used seats reserved again: those of members who are still invited. Earlier releases used a seat before the member
 * was in, and may have died in between.
 */
export const takeBack = (counts: SeatCounts, keys: readonly string[]): SeatMove => ({
  to: 'reserved',
  keys,
  counts: recount(
    counts,
    keys.map(() => 'used'),
    'reserved',
  ),
  requested: 0,
  missing: 0,
});

/** The pool as its account sees it. */
export const seatPool = (
  { terms, renewsAt }: Omit<PoolReading, 'counts' | 'states'>,
  counts: SeatCounts,
): SeatPool => ({
  ...terms,
  ...counts,
  available: available(terms, counts),
  renewsAt,
  neededAtRenewal: terms.overage === 'consent' ? Math.max(0, counts.used + counts.reserved - limitOf(terms)) : 0,
});

/** Never below zero: a preset or plan may have become smaller than what is in use. */
const available = (terms: SeatTerms, { used, reserved, bought }: SeatCounts): number =>
  Math.max(0, limitOf(terms, bought) - used - reserved);

function refuseReleased(states: ReadonlyMap<string, SeatState>, keys: readonly string[]): void {
  const released = keys.filter((key) => states.get(key) === 'released');
  if (released.length > 0) throw new RosterError(seatReleased, undefined, { details: { keys: released } });
}

/** A pool that has too few seats, and how many were asked for. */
export interface ShortPool {
  readonly pool: SeatPool;
  readonly requested: number;
}

/** `seat.limit-reached` where one of the pools sells no more, else `seat.consent-required`. */
export function seatsMissing(short: readonly ShortPool[]): RosterError {
  const pools = short.map(({ pool, requested }) => ({ ...pool, requested }));
  const first = pools.find(({ overage }) => overage === 'block') ?? pools[0];
  const kind = first?.overage === 'consent' ? seatConsentRequired : seatLimitReached;
  return new RosterError(kind, `${first?.requested} seats are needed and ${first?.available} are left`, {
    details: { ...first, pools },
  });
}

function recount({ used, reserved, bought }: SeatCounts, from: readonly (SeatState | undefined)[], to: SeatState) {
  const change = (state: SeatState) =>
    (state === to ? from.length : 0) - from.filter((before) => before === state).length;
  return { used: used + change('used'), reserved: reserved + change('reserved'), bought };
}
