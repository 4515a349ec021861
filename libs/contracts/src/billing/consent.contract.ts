import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { quoteExpired, quoteNotFound } from './quote.contract.js';

/** Milliseconds for which a consent can be used. */
export const CONSENT_LASTS = 60 * 60_000;

/** There is none with this id that the person who asks has given. */
export const consentNotFound = errorKind('consent.not-found', 404, 'There is no such consent');
export const consentUsed = errorKind('consent.used', 409, 'This consent was used already');

export class GiveConsent {
  @IsId()
  quoteId!: string;
}

export class Consent {
  id!: string;
  /** Until when it can be used. */
  expiresAt!: string;
}

/**
 * A person's yes to the price of a quote that was made for them; it is used once. They may edit the billing, or bring in
 * members where inviters may buy some seats.
 */
export const giveConsent = rpc({
  context: 'billing',
  noun: 'consent',
  verb: 'give',
  http: {
    method: 'POST',
    path: '/v1/billing/consents',
    tag: 'Billing',
    summary: 'Agree to the price of a quote',
    status: 201,
  },
  description:
    'Records that a person agrees to the price of their quote. The consent is used once, within an hour, by sending the request for the seats with its id.',
  permission: { open: 'person' },
  input: GiveConsent,
  output: Consent,
  errors: [quoteNotFound, quoteExpired, permissionDenied, accountNotFound],
  callers: ['gateway'],
});
