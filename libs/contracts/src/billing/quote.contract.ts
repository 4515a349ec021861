import { IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, registerDecorator } from 'class-validator';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { planTooSmall, planUnknown } from './plan-refusals.contract.js';

/** Milliseconds for which a quote can be consented to. */
export const QUOTE_LASTS = 15 * 60_000;
/** Seats of one pool in one quote. */
export const MOST_QUOTED_SEATS = 500;

export const quoteNotFound = errorKind('quote.not-found', 404, 'There is no such quote');
/** It is too old, or what it rested on has changed: `details.quote` has a new one where seats were asked for. */
export const quoteExpired = errorKind('quote.expired', 409, 'This price does not hold any more: ask for it again');

const isNumberOfSeats = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_QUOTED_SEATS;

const IsSeatsByPool = (): PropertyDecorator => (target, propertyName) =>
  registerDecorator({
    name: 'isSeatsByPool',
    target: target.constructor,
    propertyName: propertyName as string,
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length > 0 &&
        Object.keys(value).length <= 20 &&
        Object.values(value).every(isNumberOfSeats),
      defaultMessage: () => `$property must say how many seats of each pool, 1 to ${MOST_QUOTED_SEATS}: { "users": 3 }`,
    },
  });

/** Either a plan or seats. */
export class QuoteRequest {
  /** The plan to change to. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  planId?: string;

  /** Seats to be added, by pool: `{ "users": 3 }`. */
  @IsOptional()
  @IsObject()
  @IsSeatsByPool()
  @Described({ type: 'object', additionalProperties: { type: 'number' } })
  seats?: Record<string, number>;
}

export const LINE_KINDS = ['plan', 'seats'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** What is charged, or credited where it is negative. Amounts are in the currency's smallest unit, without tax. */
export class Line {
  @IsIn(LINE_KINDS)
  kind!: LineKind;
  description!: string;
  quantity!: number;
  /** Of one for a whole interval. */
  unitAmount!: number;
  amount!: number;
  /** The first day that it is for: `2026-01-31` (UTC). */
  from!: string;
  /** The day after the last one. */
  to!: string;
}

/** What is charged once. */
export class ProratedAmount {
  amount!: number;
  currency!: string;
  /** When it is billed. */
  invoicedAt!: string;
}

/** What is charged each interval from then on: for a plan with all bought seats, for seats with these alone. */
export class RecurringAmount {
  amount!: number;
  currency!: string;
  @IsIn(['month', 'year'])
  interval!: 'month' | 'year';
}

export class Quote {
  id!: string;
  lines!: Line[];
  prorated!: ProratedAmount;
  recurring!: RecurringAmount[];
  /** False: it costs nothing more, and can be done without. */
  needsConsent!: boolean;
  expiresAt!: string;
}

/**
 * What a change would cost. It changes nothing. Whoever may bring in members may ask about seats, and who may edit the
 * billing about all of it.
 */
export const createQuote = rpc({
  context: 'billing',
  noun: 'quote',
  verb: 'create',
  http: {
    method: 'POST',
    path: '/v1/billing/quotes',
    tag: 'Billing',
    summary: 'Ask what a plan or seats would cost',
    status: 201,
  },
  description:
    'Says what another plan, or so many more seats, would cost, once and from then on. The price holds for 15 minutes, and nothing changes: whoever asked can agree to it.',
  permission: { open: 'self' },
  input: QuoteRequest,
  output: Quote,
  errors: [accountNotFound, permissionDenied, planUnknown, planTooSmall],
  callers: ['gateway'],
});
