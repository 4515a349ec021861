export interface Backoff {
  /** Milliseconds before the second attempt. */
  readonly first: number;
  /** Milliseconds that no wait exceeds by more than its jitter. */
  readonly limit: number;
}

const FACTOR = 3;
const JITTER = 0.25;

/**
 * Milliseconds to wait after so many failed attempts: each wait is three times the one before, up to the limit, and a
 * quarter shorter to a quarter longer, so that what failed together does not come back together.
 */
export function waitAfter(attempts: number, { first, limit }: Backoff, random: () => number = Math.random): number {
  const wait = Math.min(limit, first * FACTOR ** (attempts - 1));
  return Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
}
