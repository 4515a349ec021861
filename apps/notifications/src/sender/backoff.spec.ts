import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { waitAfter } from './backoff.js';

const backoff = { first: 5_000, limit: 7_200_000 };
const MIDDLE = () => 0.5;

describe('the wait before another attempt', () => {
  it('is three times as long each time, up to the limit', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((attempts) => waitAfter(attempts, backoff, MIDDLE) / 1_000);
    expect(waits).toEqual([5, 15, 45, 135, 405, 1_215, 3_645, 7_200, 7_200, 7_200]);
  });

  it('stretches the nine attempts over hours', () => {
    const total = [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, attempts) => sum + waitAfter(attempts, backoff, MIDDLE), 0);
    expect(total).toBeGreaterThan(3 * 3_600_000);
  });

  it('is a quarter shorter to a quarter longer than that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const middle = waitAfter(attempts, backoff, MIDDLE);
        const wait = waitAfter(attempts, backoff, () => random);
        expect(Math.abs(wait - middle)).toBeLessThanOrEqual(middle / 4 + 1);
      }),
    );
  });
});
