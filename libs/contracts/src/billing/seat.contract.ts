import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { consentNotFound, consentUsed } from './consent.contract.js';
import { quoteExpired } from './quote.contract.js';

/** The pool from which every member takes a seat. */
export const USERS_POOL = 'users';
/** The pool from which members with agent access take another seat. */
export const AGENTS_POOL = 'agents';

/**
 * `details`: the first such pool's numbers as in {@link SeatPool}, and how many seats were `requested`; `pools` has the same
 * of each such pool.
 */
export const seatLimitReached = errorKind('seat.limit-reached', 409, 'There are not enough seats');
/**
 * There are not enough seats, but more can be had for a price that somebody has to consent to: the same `details`, and for
 * somebody who asks `quote`, a `Quote`. The request is sent again with the id of the consent.
 */
export const seatConsentRequired = errorKind('seat.consent-required', 409, 'Another seat costs something');
/** A released key is never used again. */
export const seatReleased = errorKind('seat.released', 409, 'This seat was released');

/** Why a consent does not buy the seats, besides that it is wanted. */
export const SEAT_PRICE_REFUSALS = [quoteExpired, consentNotFound, consentUsed] as const;

export class SeatPool {
  /** `users`, or another pool that the preset names. */
  pool!: string;
  included!: number;
  freeOfCharge!: number;
  /** Seats paid for until `renewsAt`, beyond those. */
  bought!: number;
  used!: number;
  reserved!: number;
  /** Seats that can still be taken: never below zero. */
  available!: number;
  /** What happens beyond the included seats: refused, or taken with consent to the price. */
  @IsIn(['block', 'consent'])
  overage!: 'block' | 'consent';
  /** In the currency's smallest unit; null where no seat can be bought. */
  unitPrice!: number | null;
  currency!: string | null;
  @IsIn(['month', 'year', null])
  interval!: 'month' | 'year' | null;
  /** When the bought seats are renewed; null where no seat can be bought. */
  renewsAt!: string | null;
  /** What would be bought if they were renewed now: never below zero. */
  neededAtRenewal!: number;
}

export class SeatPools {
  pools!: SeatPool[];
}

const seat = { context: 'billing', noun: 'seat' } as const;

export const getSeats = rpc({
  ...seat,
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/seats', tag: 'Billing', summary: 'Show the seats' },
  description:
    'Counts the seats of each pool: how many are included, in use, reserved for people who are invited, and left; and what another one costs.',
  permission: 'billing:view',
  input: Nothing,
  output: SeatPools,
  errors: [accountNotFound],
  callers: ['gateway'],
});

export class SeatPoolQuery {
  @IsId()
  accountId!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  pool!: string;
}

/** Keys of one pool. */
export class PoolKeys {
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  pool!: string;

  /** Ids, of members mostly. A key goes free → reserved → used → released, and never back. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsId({ each: true })
  keys!: string[];
}

export class SeatKeys extends PoolKeys {
  @IsId()
  accountId!: string;
}

export class ReserveSeats {
  @IsId()
  accountId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique(({ pool }: PoolKeys) => pool)
  @ValidateNested({ each: true })
  @Type(() => PoolKeys)
  seats!: PoolKeys[];

  /** The consent of the person who asks, where some of the seats have to be bought. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

/** How many seats of a pool are left. Identity asks where it shows whether anybody can come in. */
export const checkSeats = rpc({
  ...seat,
  verb: 'check',
  permission: { open: 'service' },
  input: SeatPoolQuery,
  output: SeatPool,
  errors: [accountNotFound],
  callers: ['identity'],
});

/**
 * Seats for all keys of all pools or for none; what is missing is bought by the consent, or without a person who asks as
 * far as the account buys by itself. A key that is reserved or used already counts as done. A minute later billing asks
 * identity whether the keys were ever committed, and releases those that were not (`docs/decisions.md` 5).
 */
export const reserveSeats = rpc({
  ...seat,
  verb: 'reserve',
  permission: { open: 'service' },
  input: ReserveSeats,
  output: SeatPools,
  errors: [seatLimitReached, seatConsentRequired, seatReleased, ...SEAT_PRICE_REFUSALS, accountNotFound],
  callers: ['identity'],
});

/** Turns reserved seats into used ones, when the member comes in. */
export const useSeats = rpc({
  ...seat,
  verb: 'use',
  permission: { open: 'service' },
  input: SeatKeys,
  output: SeatPool,
  errors: [seatReleased, seatLimitReached, seatConsentRequired, accountNotFound],
  callers: ['identity'],
});

/**
 * Frees the seats of a command that came to nothing: what was bought for it is bought no longer, unless somebody else sits
 * in it by now. Seats of members who are gone are freed by their events.
 */
export const releaseSeats = rpc({
  ...seat,
  verb: 'release',
  permission: { open: 'service' },
  input: SeatKeys,
  output: SeatPool,
  errors: [accountNotFound],
  callers: ['identity'],
});
