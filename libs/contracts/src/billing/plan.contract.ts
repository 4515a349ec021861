import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { accountNotFound, presetUnknown } from '../identity/onboarding/account.contract.js';
import { planUnknown } from './plan-refusals.contract.js';

export class Plan {
  id!: string;
  name!: string;
  description?: string;
  /** Of an interval, in the currency's smallest unit, without tax. */
  price!: number;
  /** ISO 4217. */
  currency!: string;
  @IsIn(['month', 'year'])
  interval!: 'month' | 'year';
  /** Seats included, by pool: `{ "users": 10 }`. */
  @Described({ type: 'object', additionalProperties: { type: 'number' } })
  included!: Record<string, number>;
  /** What the plan unlocks: `customRoles`. */
  features!: string[];
}

export class PlanList {
  items!: Plan[];
  nextCursor!: string | null;
}

export class PlanQuery {
  /** The product; the account's own where somebody who is signed in names none. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  preset?: string;
}

/** The plans that an account can choose by itself, and for somebody who is signed in their account's own as well. */
export const listPlans = rpc({
  context: 'billing',
  noun: 'plan',
  verb: 'list',
  http: {
    method: 'GET',
    path: '/v1/plans',
    tag: 'Billing',
    summary: 'List the plans of a product',
    session: 'optional',
  },
  description:
    'Lists the plans that an account of a product can choose, with their prices, seats and features. Somebody who is signed in sees their account’s own plan too.',
  permission: { open: 'public' },
  input: PlanQuery,
  output: PlanList,
  errors: [presetUnknown],
  callers: ['gateway'],
});

/** What becomes of the subscription when its period ends. It can be revoked until then. */
export class ScheduledChange {
  /** Null: the subscription ends. */
  plan!: Plan | null;
  /** The first day on which it holds: `2026-01-31` (UTC). */
  from!: string;
}

export class Subscription {
  /** As it is sold now. */
  plan!: Plan;
  /** What the account pays for it each interval: what was agreed to. */
  price!: number;
  since!: string;
  /** When the plan's period ends, and the next one is charged. */
  renewsAt!: string;
  scheduled!: ScheduledChange | null;
  /** The day after the last one (UTC), where the subscription has ended. A plan can be chosen anew. */
  endedOn!: string | null;
}

export const getSubscription = rpc({
  context: 'billing',
  noun: 'subscription',
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/subscription', tag: 'Billing', summary: 'Show the account’s plan' },
  description: 'Shows which plan the account has, and what it includes.',
  permission: 'billing:view',
  input: Nothing,
  output: Subscription,
  errors: [accountNotFound],
  callers: ['gateway'],
});

export class OpenSubscription {
  @IsId()
  accountId!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  preset!: string;

  /** The product's default unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  planId?: string;

  /** The owner's member id: their seat is in use from the start. */
  @IsId()
  ownerMemberId!: string;
}

/**
 * Gives a new account its plan and the owner's seat, before the account is committed. Idempotent by the account's id.
 */
export const openSubscription = rpc({
  context: 'billing',
  noun: 'subscription',
  verb: 'open',
  permission: { open: 'service' },
  input: OpenSubscription,
  output: Subscription,
  errors: [planUnknown, presetUnknown],
  callers: ['identity'],
});
