import { describe, expect, it } from '@jest/globals';
import { Freshness } from './freshness.js';

/** The clock of the wall is ahead of the monotonic one by this much. */
const WALL = 1_000_000;
const WINDOW = 5_000;

function freshness() {
  const hears = new Freshness();
  /** A beat that was said at one instant of the monotonic clock, and read at another. */
  const beat = (said: number, read = said, presets = 'p1', skew = 0) =>
    hears.take(
      { at: said + WALL + skew, presets, window: WINDOW, versions: {} },
      { now: read + WALL, monotonic: read },
    );
  return { hears, beat };
}

describe('What was heard', () => {
  it('is nothing before the first beat', () => {
    const { span } = new Freshness();
    expect(span.from).toBeGreaterThan(span.to);
  });

  it('reaches back by half of a beat’s window, and on from beat to beat', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    expect(hears.span).toEqual({ from: 7_500, to: 10_000 });
    beat(10_250);
    beat(12_500);
    expect(hears.span).toEqual({ from: 7_500, to: 12_500 });
  });

  it('begins anew after a silence that the window does not bridge', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    beat(12_501);
    expect(hears.span).toEqual({ from: 10_001, to: 12_501 });
  });

  it('counts from when it was said, not from when it was read', () => {
    const { hears, beat } = freshness();
    beat(10_000, 13_000);
    expect(hears.span).toEqual({ from: 7_500, to: 10_000 });
  });

  it('is never of the future, whatever the sender’s clock says', () => {
    const { hears, beat } = freshness();
    beat(10_000, 10_000, 'p1', 60_000);
    expect(hears.span.to).toBe(10_000);
  });

  it('takes a straggler in only where it leaves no hole', () => {
    const { hears, beat } = freshness();
    beat(20_000);
    beat(19_000, 20_100);
    expect(hears.span).toEqual({ from: 16_500, to: 20_000 });
    beat(10_000, 20_200);
    expect(hears.span).toEqual({ from: 16_500, to: 20_000 });
  });

  it('begins anew, and reaches back to nothing, where the presets have changed', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    beat(10_250, 10_250, 'p2');
    expect(hears.span).toEqual({ from: 10_250, to: 10_250 });
    beat(10_500, 10_500, 'p2');
    expect(hears.span).toEqual({ from: 10_250, to: 10_500 });
  });
});
