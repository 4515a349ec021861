import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { prorated } from '../money/money.js';
import { dayOf, dayOfIso, isoOf, startOf } from './day.js';
import { daysOf, periodOf, type Interval } from './period.js';

const isoPeriod = (anchor: string, interval: Interval, day: string) => {
  const { from, to } = periodOf(dayOfIso(anchor), interval, dayOfIso(day));
  return [isoOf(from), isoOf(to)];
};

describe('a period', () => {
  it.each<[string, Interval, string, string, string]>([
    ['2026-01-15', 'month', '2026-01-15', '2026-01-15', '2026-02-15'],
    ['2026-01-15', 'month', '2026-02-14', '2026-01-15', '2026-02-15'],
    ['2026-01-31', 'month', '2026-02-10', '2026-01-31', '2026-02-28'],
    ['2026-01-31', 'month', '2026-02-28', '2026-02-28', '2026-03-31'],
    ['2026-01-31', 'month', '2026-03-30', '2026-02-28', '2026-03-31'],
    ['2026-01-31', 'month', '2026-04-30', '2026-04-30', '2026-05-31'],
    ['2026-01-30', 'month', '2028-02-29', '2028-02-29', '2028-03-30'],
    ['2026-01-29', 'month', '2026-03-28', '2026-02-28', '2026-03-29'],
    ['2028-02-29', 'year', '2029-02-28', '2029-02-28', '2030-02-28'],
    ['2028-02-29', 'year', '2032-02-28', '2031-02-28', '2032-02-29'],
    ['2026-06-01', 'year', '2026-12-31', '2026-06-01', '2027-06-01'],
    ['2026-06-01', 'month', '2026-05-20', '2026-05-01', '2026-06-01'],
  ])('from the anchor %s by the %s has %s: %s to %s', (anchor, interval, day, from, to) => {
    expect(isoPeriod(anchor, interval, day)).toEqual([from, to]);
  });

  it('begins with the UTC day, whatever the clock of a place says', () => {
    expect(isoOf(dayOf(new Date('2026-03-29T01:30:00+02:00')))).toBe('2026-03-28');
    expect(startOf(dayOfIso('2026-03-29')).toISOString()).toBe('2026-03-29T00:00:00.000Z');
  });

  it('joins the next one, has its day, and is on the anchor’s day or the last of a shorter month', () => {
    const day = fc.integer({ min: dayOfIso('2000-01-01'), max: dayOfIso('2060-01-01') });
    fc.assert(
      fc.property(day, day, fc.constantFrom<Interval>('month', 'year'), (anchor, at, interval) => {
        const period = periodOf(anchor, interval, at);
        expect(period.from <= at && at < period.to).toBe(true);
        expect(periodOf(anchor, interval, period.to).from).toBe(period.to);
        expect(periodOf(anchor, interval, period.from - 1).to).toBe(period.from);
        const [wanted, found] = [startOf(anchor).getUTCDate(), startOf(period.from).getUTCDate()];
        const isLast = startOf(period.from + 1).getUTCDate() === 1;
        expect(found === wanted || (found < wanted && isLast)).toBe(true);
        expect(daysOf(period)).toBeGreaterThanOrEqual(interval === 'month' ? 28 : 365);
        expect(daysOf(period)).toBeLessThanOrEqual(interval === 'month' ? 31 : 366);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('a part of a price', () => {
  /** Exact, by whole numbers of any size. */
  const reference = (unit: number, quantity: number, days: number, of: number): number => {
    const [whole, parts] = [BigInt(unit) * BigInt(quantity) * BigInt(days), BigInt(of)];
    const size = whole < 0n ? -whole : whole;
    const rounded = (2n * size + parts) / (2n * parts);
    return Number(whole < 0n ? -rounded : rounded);
  };

  it('is exact, rounded once, half away from zero', () => {
    const unit = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    const span = fc.integer({ min: 28, max: 366 });
    fc.assert(
      fc.property(unit, fc.integer({ min: 1, max: 500 }), span, fc.nat(366), (amount, quantity, of, days) => {
        const part = prorated({ amount, currency: 'USD' }, quantity, Math.min(days, of), of);
        expect(part + 0).toBe(reference(amount, quantity, Math.min(days, of), of) + 0);
      }),
      {
        numRuns: runs(500),
        examples: [
          [1, 1, 30, 15],
          [-1, 1, 30, 15],
          [4700, 3, 31, 11],
          [4700, 1, 28, 28],
        ],
      },
    );
  });
});
