export interface Backoff {
  /** Milliseconds before the second attempt. */
  readonly first: number;
  /** The longest wait in milliseconds, before jitter. */
  readonly limit: number;
}

const FACTOR = 3;
const JITTER = 0.25;

/**
 * Milliseconds to wait after so many failed attempts. Each wait is three times the one before, up to the limit, and
 * varied by up to a quarter, so that mails that failed together are not tried again together.
 */
export function waitAfter(attempts: number, { first, limit }: Backoff, random: () => number = Math.random): number {
  const wait = Math.min(limit, first * FACTOR ** (attempts - 1));
  return Math.round(wait * (1 - JITTER + 2 * JITTER * random()));
}
