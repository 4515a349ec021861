import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, reauthenticationRequired } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { consentNotFound, consentUsed } from './consent.contract.js';
import { planConsentRequired, planTooSmall, planUnknown } from './plan-refusals.contract.js';
import { Subscription } from './plan.contract.js';
import { quoteExpired } from './quote.contract.js';

const subscription = { context: 'billing', noun: 'subscription' } as const;

export class ChangeSubscription {
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  planId!: string;

  /** The consent to the price, where there is one to pay. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

/** A dearer plan of the same interval holds at once, any other when the period ends. */
export const changeSubscription = rpc({
  ...subscription,
  verb: 'change',
  http: { method: 'PUT', path: '/v1/billing/subscription', tag: 'Billing', summary: 'Change the plan' },
  description:
    'Changes the plan. A dearer one of the same interval holds at once; any other is scheduled for the end of the period. What costs something is refused with a quote: the same request with the consent to it is done. The plan that the account has takes back what is scheduled.',
  permission: 'billing:edit',
  input: ChangeSubscription,
  output: Subscription,
  errors: [
    accountNotFound,
    planUnknown,
    planTooSmall,
    planConsentRequired,
    quoteExpired,
    consentNotFound,
    consentUsed,
    reauthenticationRequired,
  ],
  callers: ['gateway'],
  freshProof: 'sign-in',
});

/** Only the owner, who alone may transfer the account, may end what all of its members have. */
export const endSubscription = rpc({
  ...subscription,
  verb: 'end',
  http: {
    method: 'DELETE',
    path: '/v1/billing/subscription',
    tag: 'Billing',
    summary: 'End the subscription',
  },
  description: 'Ends the subscription when its period ends. Only the owner may. It can be taken back until then.',
  permission: 'account:transfer',
  input: Nothing,
  output: Subscription,
  errors: [accountNotFound, reauthenticationRequired],
  callers: ['gateway'],
  freshProof: 'sign-in',
});

export const changeNotScheduled = errorKind('subscription.nothing-scheduled', 404, 'Nothing is scheduled');

export const revokeScheduledChange = rpc({
  ...subscription,
  verb: 'revoke-scheduled',
  http: {
    method: 'DELETE',
    path: '/v1/billing/subscription/scheduled',
    tag: 'Billing',
    summary: 'Take back what is scheduled',
  },
  description: 'Takes back the change or the end of the subscription that is scheduled: everything stays as it is.',
  permission: 'billing:edit',
  input: Nothing,
  output: Subscription,
  errors: [accountNotFound, changeNotScheduled, reauthenticationRequired],
  callers: ['gateway'],
  freshProof: 'sign-in',
});
