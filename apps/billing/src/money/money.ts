import { dinero, halfAwayFromZero, multiply, toDecimal, toSnapshot, type DineroCurrency } from 'dinero.js';
import * as currencies from 'dinero.js/currencies';

/** An amount in the currency's smallest unit. */
export interface Price {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

const KNOWN = currencies as Readonly<Record<string, DineroCurrency<number>>>;

const moneyOf = ({ amount, currency }: Price) =>
  dinero({ amount, currency: KNOWN[currency] ?? { code: currency, base: 10, exponent: 2 } });

/** So many times the price for so many days of a period, rounded once, half away from zero. */
export function prorated(unit: Price, quantity: number, days: number, ofDays: number): number {
  const whole = multiply(moneyOf(unit), quantity * days);
  const amount = halfAwayFromZero(toSnapshot(whole).amount, ofDays, whole.calculator);
  if (!Number.isSafeInteger(amount)) throw new RangeError('An amount is too large to be exact');
  return amount;
}

/** For people: `47.00 USD`. */
export const inWords = (price: Price): string => `${toDecimal(moneyOf(price))} ${price.currency}`;
