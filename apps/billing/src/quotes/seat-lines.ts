import type { ProratedAmount, RecurringAmount } from '@roster/contracts';
import { chargeFrom, sumOf, type Charge } from '../charges/charge.js';
import { startOf, type Day } from '../periods/day.js';
import { periodOf, type Interval } from '../periods/period.js';
import type { SeatPrice } from './terms.js';

/** For seats that are bought on this day: for the days that are left of the pool's period, this one included. */
export function seatCharge(
  anchor: Day,
  day: Day,
  { pool, label }: { readonly pool: string; readonly label: string },
  price: SeatPrice,
): Charge {
  const { quantity, unitAmount, currency, interval } = price;
  const description = `${label}: ${quantity} more`;
  const cost = { kind: 'seats', pool, description, quantity, unitAmount, currency } as const;
  return chargeFrom(day, periodOf(anchor, interval, day), cost);
}

/** Seats collect on the draft, which is billed on the next monthly anchor day. */
const invoicedOn = (anchor: Day, day: Day): Day => periodOf(anchor, 'month', day).to;

export const totalOf = (
  anchor: Day,
  day: Day,
  lines: readonly Pick<Charge, 'amount'>[],
  currency: string,
): ProratedAmount => ({
  amount: sumOf(lines),
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
