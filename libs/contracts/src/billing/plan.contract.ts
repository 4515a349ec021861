import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { accountNotFound, presetUnknown } from '../identity/onboarding/account.contract.js';
import { planUnknown } from './plan-unknown.contract.js';

export class Plan {
  id!: string;
  name!: string;
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

export const listPlans = rpc({
  context: 'billing',
  noun: 'plan',
  verb: 'list',
  http: { method: 'GET', path: '/v1/plans', tag: 'Billing', summary: 'List the plans' },
  permission: { open: 'public' },
  input: Nothing,
  output: PlanList,
  callers: ['gateway'],
});

export class Subscription {
  plan!: Plan;
  since!: string;
}

export const getSubscription = rpc({
  context: 'billing',
  noun: 'subscription',
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/subscription', tag: 'Billing', summary: 'Show the account’s plan' },
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

  /** `free` unless said. */
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
