import { RosterError, seatConsentRequired, seatLimitReached, seatReleased, type SeatPool } from '@roster/contracts';
import { limitOf, type SeatTerms } from '../plans/terms.js';

/** The state of a key. A key without a row is free. */
export type SeatState = 'reserved' | 'used' | 'released';

export type SeatVerb = 'reserve' | 'use' | 'release';

/** The numbers of keys in the two states that take a seat. */
export interface SeatCounts {
  readonly used: number;
  readonly reserved: number;
}

/** What a verb does to a pool: these keys get this state, and these are the counts afterwards. */
export interface SeatMove {
  readonly to: SeatState;
  readonly keys: readonly string[];
  readonly counts: SeatCounts;
}

const TARGET: Record<SeatVerb, SeatState> = { reserve: 'reserved', use: 'used', release: 'released' };

/** Free → reserved → used → released, and never back but by {@link takeBack}. */
const ORDER: readonly (SeatState | undefined)[] = [undefined, 'reserved', 'used', 'released'];

/**
 * Moves all keys, or rejects and moves none: with `seat.released` if one of them was released before, with
 * `seat.limit-reached` if there are not enough seats left, and with `seat.consent-required` if there are more for a
 * price. A key that is as far already stays where it is, so every verb can be sent twice.
 */
export function move(
  terms: SeatTerms,
  counts: SeatCounts,
  states: ReadonlyMap<string, SeatState>,
  verb: SeatVerb,
  keys: readonly string[],
): SeatMove {
  const to = TARGET[verb];
  if (to !== 'released') refuseReleased(states, keys);
  const moving = keys.filter((key) => ORDER.indexOf(states.get(key)) < ORDER.indexOf(to));
  const fresh = to === 'released' ? 0 : moving.filter((key) => !states.has(key)).length;
  const left = available(terms, counts);
  if (fresh > left) throw limitReached(terms, counts, fresh);
  return {
    to,
    keys: moving,
    counts: recount(
      counts,
      moving.map((key) => states.get(key)),
      to,
    ),
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
});

/** The pool as its account sees it. */
export const seatPool = (terms: SeatTerms, counts: SeatCounts): SeatPool => ({
  ...terms,
  ...counts,
  available: available(terms, counts),
});

/** Never below zero: a preset or plan may have become smaller than what is in use. */
const available = (terms: SeatTerms, { used, reserved }: SeatCounts): number =>
  Math.max(0, limitOf(terms) - used - reserved);

function refuseReleased(states: ReadonlyMap<string, SeatState>, keys: readonly string[]): void {
  const released = keys.filter((key) => states.get(key) === 'released');
  if (released.length > 0) throw new RosterError(seatReleased, undefined, { details: { keys: released } });
}

function limitReached(terms: SeatTerms, counts: SeatCounts, requested: number): RosterError {
  const pool = seatPool(terms, counts);
  const kind = terms.overage === 'consent' ? seatConsentRequired : seatLimitReached;
  return new RosterError(kind, `${requested} seats are needed and ${pool.available} are left`, {
    details: { ...pool, requested },
  });
}

function recount(counts: SeatCounts, from: readonly (SeatState | undefined)[], to: SeatState): SeatCounts {
  const change = (state: SeatState) =>
    (state === to ? from.length : 0) - from.filter((before) => before === state).length;
  return { used: counts.used + change('used'), reserved: counts.reserved + change('reserved') };
}
