import { dayOf, startOf, type Day } from './day.js';

export type Interval = 'month' | 'year';

/** From the first day to the day after the last one. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

const MONTHS: Readonly<Record<Interval, number>> = { month: 1, year: 12 };

/** The anchor so many months later: the same day of the month, or the last one of a shorter month. */
function anchorAfter(anchor: Day, months: number): Day {
  const first = startOf(anchor);
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month, Math.min(first.getUTCDate(), last))));
}

/**
 * The period that has the day. Periods are counted from the anchor, never from the period before, so that a subscription
 * of the 31st is back on the 31st after February. Days before the anchor have periods as well.
 */
export function periodOf(anchor: Day, interval: Interval, day: Day): Period {
  const [start, now] = [startOf(anchor), startOf(day)];
  const months = (now.getUTCFullYear() - start.getUTCFullYear()) * 12 + now.getUTCMonth() - start.getUTCMonth();
  const step = MONTHS[interval];
  const nth = Math.floor(months / step);
  // The anchor of this month may be still to come.
  const from = anchorAfter(anchor, nth * step) <= day ? nth : nth - 1;
  return { from: anchorAfter(anchor, from * step), to: anchorAfter(anchor, (from + 1) * step) };
}

export const daysOf = ({ from, to }: Period): number => to - from;
