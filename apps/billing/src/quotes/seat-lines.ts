import type { Line, ProratedAmount, RecurringAmount } from '@roster/contracts';
import { prorated } from '../money/money.js';
import { isoOf, startOf, type Day } from '../periods/day.js';
import { daysOf, periodOf, type Interval } from '../periods/period.js';
import type { SeatPrice } from './terms.js';

/** The line of seats that are bought on this day: for the days that are left of the pool's period, this one included. */
export function seatLine(anchor: Day, day: Day, label: string, price: SeatPrice): Line {
  const period = periodOf(anchor, price.interval, day);
  const { quantity, unitAmount, currency } = price;
  return {
    kind: 'seats',
    description: `${label}: ${quantity} more`,
    quantity,
    unitAmount,
    amount: prorated({ amount: unitAmount, currency }, quantity, period.to - day, daysOf(period)),
    from: isoOf(day),
    to: isoOf(period.to),
  };
}

/** Seats collect on the draft, which is billed on the next monthly anchor day. */
const invoicedOn = (anchor: Day, day: Day): Day => periodOf(anchor, 'month', day).to;

export const totalOf = (anchor: Day, day: Day, lines: readonly Line[], currency: string): ProratedAmount => ({
  amount: lines.reduce((sum, { amount }) => sum + amount, 0),
  currency,
  invoicedAt: startOf(invoicedOn(anchor, day)).toISOString(),
});

/** One amount for each interval. */
export function recurringOf(prices: readonly SeatPrice[], currency: string): RecurringAmount[] {
  return (['month', 'year'] as const).flatMap((interval: Interval) => {
    const same = prices.filter((price) => price.interval === interval);
    const amount = same.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0);
    return same.length > 0 ? [{ amount, currency, interval }] : [];
  });
}
