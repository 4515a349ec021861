import type { SeatPool } from '@roster/contracts';
import type { Interval } from '../periods/period.js';

/** Seats of one pool to be bought, and what each costs for a whole interval. */
export interface SeatPrice {
  readonly quantity: number;
  readonly unitAmount: number;
  readonly currency: string;
  readonly interval: Interval;
}

/** What may be bought without the permission to edit the billing. */
export interface Allowances {
  readonly autoBuy: Readonly<Record<string, { readonly upTo: number; readonly unitAmount: number }>>;
  readonly inviterMayBuy: { readonly perPeriod: number } | null;
}

/** What a quote was made for: a consent to it covers this and no more. */
export interface QuoteTerms {
  /** The day (UTC) that the price was calculated for: `2026-01-31`. */
  readonly day: string;
  readonly seats: Readonly<Record<string, SeatPrice>>;
  /** Set in place of `seats` to be bought at once. */
  readonly allowances?: Allowances;
  /** Set for a change of the plan: `seats` are those that it buys. */
  readonly plan?: PlanTerms;
}

/** What a change of the plan was quoted as. */
export interface PlanTerms {
  readonly id: string;
  /** The first day on which it holds. */
  readonly from: string;
  readonly isAtOnce: boolean;
  /** Of a whole interval. */
  readonly unitAmount: number;
  /** What is charged at first, less what is credited. */
  readonly amount: number;
  /** Whether it costs nothing more than before. */
  readonly isFree: boolean;
}

/** What the next seats of the pool cost; undefined where none is sold. A higher price is for those who agree to it anew. */
export function seatPrice(pool: SeatPool, quantity: number): SeatPrice | undefined {
  const { overage, unitPrice, currency, interval } = pool;
  if (overage !== 'consent' || unitPrice === null || currency === null || interval === null) return undefined;
  return { quantity, unitAmount: unitPrice, currency, interval };
}
