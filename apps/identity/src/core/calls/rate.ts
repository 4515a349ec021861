import { rateLimited, RosterError } from '@roster/contracts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Throws `rate.limited`, with the seconds to wait, if `limit` or more of these times lie within the last hour. */
export function assertRate(times: readonly Date[], limit: number, now: Date): void {
  const recent = times
    .map((time) => time.getTime())
    .filter((time) => time > now.getTime() - HOUR)
    .toSorted((a, b) => a - b);
  const decisive = recent.at(-limit);
  if (decisive === undefined) return;
  const retryAfter = Math.ceil((decisive + HOUR - now.getTime()) / 1_000);
  throw new RosterError(rateLimited, undefined, { details: { retryAfter } });
}
