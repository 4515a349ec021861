import { describe, expect, it } from '@jest/globals';
import { Freshness } from './freshness.js';

/** How far the wall clock is ahead of the monotonic one. */
const WALL = 1_000_000;
const WINDOW = 5_000;

function freshness() {
  const hears = new Freshness();
  /** A beat that was sent at one instant of the monotonic clock, and read at another. */
  const beat = (said: number, read = said, presets = 'p1', skew = 0) =>
    hears.take(
      { at: said + WALL + skew, presets, window: WINDOW, versions: {} },
      { now: read + WALL, monotonic: read },
    );
  return { hears, beat };
}

describe('The span of complete knowledge', () => {
  it('is empty before the first beat', () => {
    const { span } = new Freshness();
    expect(span.from).toBeGreaterThan(span.to);
  });

  it('starts half a window before the first beat, and grows from beat to beat', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    expect(hears.span).toEqual({ from: 7_500, to: 10_000 });
    beat(10_250);
    beat(12_500);
    expect(hears.span).toEqual({ from: 7_500, to: 12_500 });
  });

  it('starts again after a silence that the window does not cover', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    beat(12_501);
    expect(hears.span).toEqual({ from: 10_001, to: 12_501 });
  });

  it('counts from when a beat was sent, not from when it was read', () => {
    const { hears, beat } = freshness();
    beat(10_000, 13_000);
    expect(hears.span).toEqual({ from: 7_500, to: 10_000 });
  });

  it('is never in the future, whatever the sender’s clock says', () => {
    const { hears, beat } = freshness();
    beat(10_000, 10_000, 'p1', 60_000);
    expect(hears.span.to).toBe(10_000);
  });

  it('includes a late beat only where it leaves no gap', () => {
    const { hears, beat } = freshness();
    beat(20_000);
    beat(19_000, 20_100);
    expect(hears.span).toEqual({ from: 16_500, to: 20_000 });
    beat(10_000, 20_200);
    expect(hears.span).toEqual({ from: 16_500, to: 20_000 });
  });

  it('starts again with nothing where the presets have changed', () => {
    const { hears, beat } = freshness();
    beat(10_000);
    beat(10_250, 10_250, 'p2');
    expect(hears.span).toEqual({ from: 10_250, to: 10_250 });
    beat(10_500, 10_500, 'p2');
    expect(hears.span).toEqual({ from: 10_250, to: 10_500 });
  });
});
