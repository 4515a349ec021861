import type { Line, LineKind } from '@roster/contracts';
import { prorated } from '../money/money.js';
import { isoOf, type Day } from '../periods/day.js';
import { daysOf, type Period } from '../periods/period.js';

/** What is charged, or credited where its amounts are negative, before it stands on a line. */
export interface Charge {
  readonly kind: LineKind;
  /** Null for the plan. */
  readonly pool: string | null;
  readonly description: string;
  readonly quantity: number;
  /** Of one for the whole period. */
  readonly unitAmount: number;
  readonly currency: string;
  readonly amount: number;
  readonly from: Day;
  /** The day after the last one. */
  readonly to: Day;
  /** Days of the whole period. */
  readonly ofDays: number;
}

/** The price for the days of the period that are left, this one included. */
export function chargeFrom(
  from: Day,
  period: Period,
  price: Pick<Charge, 'kind' | 'pool' | 'description' | 'quantity' | 'unitAmount' | 'currency'>,
): Charge {
  const ofDays = daysOf(period);
  const { unitAmount, currency, quantity } = price;
  const amount = prorated({ amount: unitAmount, currency }, quantity, period.to - from, ofDays);
  return { ...price, amount, from, to: period.to, ofDays };
}

/** The charge as people are shown it. */
export const lineOf = ({ kind, description, quantity, unitAmount, amount, from, to }: Charge): Line => ({
  kind,
  description,
  quantity,
  unitAmount,
  amount,
  from: isoOf(from),
  to: isoOf(to),
});

export const sumOf = (charges: readonly Pick<Charge, 'amount'>[]): number =>
  charges.reduce((sum, { amount }) => sum + amount, 0);
