import { timingSafeEqual } from 'node:crypto';

/** Milliseconds for which a code works. */
export const CODE_WORKS_FOR = 10 * 60_000;

/** Wrong codes that void the one that was sent. With the codes per hour, a guesser has a chance of 1 in 66,000. */
export const TRIES = 5;

/** Codes per hour. Each is a message that costs money, and the telephone may be a stranger's (S43). */
export const CODES_PER_HOUR = 3;

export const isSameCode = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
