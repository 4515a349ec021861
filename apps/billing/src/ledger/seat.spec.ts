import { describe, expect, it } from '@jest/globals';
import { RosterError, seatConsentRequired, seatLimitReached, seatReleased } from '@roster/contracts';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { limitOf, type SeatTerms } from '../plans/terms.js';
import { move, seatPool, seatsMissing, type SeatCounts, type SeatState, type SeatVerb } from './seat.js';

const termsFor = (included: number, freeOfCharge = 0): SeatTerms => ({
  pool: 'users',
  included,
  freeOfCharge,
  overage: 'block',
  unitPrice: null,
  currency: null,
  interval: null,
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** A pool as the database stores it. */
class Pool {
  counts: SeatCounts = { used: 0, reserved: 0, bought: 0 };
  readonly states = new Map<string, SeatState>();

  constructor(readonly terms: SeatTerms) {}

  do(verb: SeatVerb, ...keys: string[]): RosterError | undefined {
    try {
      const moved = move({ terms: this.terms, counts: this.counts, states: this.states }, verb, keys);
      if (moved.missing > 0) {
        const pool = seatPool({ terms: this.terms, renewsAt: null }, this.counts);
        return seatsMissing([{ pool, requested: keys.filter((key) => !this.states.has(key)).length }]);
      }
      for (const key of moved.keys) this.states.set(key, moved.to);
      this.counts = moved.counts;
      return undefined;
    } catch (error) {
      if (error instanceof RosterError) return error;
      throw error;
    }
  }

  count = (state: SeatState) => [...this.states.values()].filter((other) => other === state).length;
}

describe('a seat', () => {
  it('goes from reserved to used to released', () => {
    const pool = new Pool(termsFor(1));
    pool.do('reserve', 'a');
    expect(pool.counts).toEqual({ used: 0, reserved: 1, bought: 0 });
    pool.do('use', 'a');
    expect(pool.counts).toEqual({ used: 1, reserved: 0, bought: 0 });
    pool.do('release', 'a');
    expect(pool.counts).toEqual({ used: 0, reserved: 0, bought: 0 });
  });

  it('is never taken again once it is released, not even if it was never taken', () => {
    const pool = new Pool(termsFor(3));
    pool.do('release', 'a');
    expect(pool.do('reserve', 'a')?.is(seatReleased)).toBe(true);
    expect(pool.do('use', 'a')?.is(seatReleased)).toBe(true);
  });

  it('that costs something is refused with the request for consent', () => {
    const price = { overage: 'consent', unitPrice: 2900, currency: 'USD', interval: 'month' } as const;
    const pool = new Pool({ ...termsFor(0, 1), ...price });
    expect(pool.do('reserve', 'a')).toBeUndefined();
    expect(pool.do('reserve', 'b')?.is(seatConsentRequired)).toBe(true);
    expect(new Pool(termsFor(0)).do('reserve', 'a')?.is(seatLimitReached)).toBe(true);
  });

  it('is taken by using it if nobody reserved it', () => {
    const pool = new Pool(termsFor(1));
    pool.do('use', 'a');
    expect(pool.counts).toEqual({ used: 1, reserved: 0, bought: 0 });
    expect(pool.do('use', 'b')?.is(seatLimitReached)).toBe(true);
  });

  it('stays used when it is reserved late', () => {
    const pool = new Pool(termsFor(1));
    pool.do('use', 'a');
    expect(pool.do('reserve', 'a')).toBeUndefined();
    expect(pool.states.get('a')).toBe('used');
  });

  it('is refused with the numbers', () => {
    const pool = new Pool(termsFor(3));
    pool.do('use', 'a');
    pool.do('reserve', 'b');
    expect(pool.do('reserve', 'c', 'd')?.details).toMatchObject({
      pool: 'users',
      requested: 2,
      included: 3,
      freeOfCharge: 0,
      used: 1,
      reserved: 1,
      available: 1,
      overage: 'block',
      unitPrice: null,
      currency: null,
      interval: null,
    });
    expect(pool.states.has('c')).toBe(false);
  });

  it('counts seats that are taken already only once', () => {
    const pool = new Pool(termsFor(2));
    pool.do('reserve', 'a');
    expect(pool.do('reserve', 'a', 'b')).toBeUndefined();
    expect(pool.counts.reserved).toBe(2);
  });

  it('is available while there are included or free ones left, and never below zero', () => {
    const pool = (terms: SeatTerms, counts: SeatCounts) => seatPool({ terms, renewsAt: null }, counts);
    expect(pool(termsFor(2, 1), { used: 1, reserved: 1, bought: 0 }).available).toBe(1);
    expect(pool(termsFor(2), { used: 3, reserved: 1, bought: 0 }).available).toBe(0);
  });

  it('that was bought counts where more can be bought, and is renewed as far as it is needed', () => {
    const sold = { ...termsFor(2), overage: 'consent' as const };
    const pool = (terms: SeatTerms, counts: SeatCounts) => seatPool({ terms, renewsAt: null }, counts);
    expect(pool(sold, { used: 2, reserved: 1, bought: 3 })).toMatchObject({ available: 2, neededAtRenewal: 1 });
    expect(pool(sold, { used: 1, reserved: 0, bought: 3 })).toMatchObject({ available: 4, neededAtRenewal: 0 });
    expect(pool(termsFor(2), { used: 3, reserved: 0, bought: 3 })).toMatchObject({ available: 0, neededAtRenewal: 0 });
  });
});

describe('any changes of a pool in any order', () => {
  const step = fc.record({
    verb: fc.constantFrom<SeatVerb>('reserve', 'use', 'release'),
    keys: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 }),
  });

  it('never oversell, count right, move all or none, and change nothing the second time', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(1), fc.array(step, { maxLength: 30 }), (included, free, steps) => {
        const pool = new Pool(termsFor(included, free));
        for (const { verb, keys } of steps) {
          const before = new Map(pool.states);
          const refused = pool.do(verb, ...keys);
          if (refused) expect(pool.states).toEqual(before);

          expect(pool.counts).toEqual({ used: pool.count('used'), reserved: pool.count('reserved'), bought: 0 });
          expect(pool.counts.used + pool.counts.reserved).toBeLessThanOrEqual(limitOf(pool.terms));
          for (const [key, state] of before) {
            const order = ['reserved', 'used', 'released'];
            expect(order.indexOf(pool.states.get(key) ?? '')).toBeGreaterThanOrEqual(order.indexOf(state));
          }

          const after = new Map(pool.states);
          expect(pool.do(verb, ...keys)?.code).toBe(refused?.code);
          expect(pool.states).toEqual(after);
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
