import { IsId, Nothing } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { errorKind, permissionDenied } from '../core/errors.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { memberNotActive } from '../identity/offboarding/ownership.contract.js';
import { memberNotFound } from '../identity/people/member.contract.js';

export const billingContactFixed = errorKind(
  'billing-contact.fixed',
  422,
  'In this product the bills always go to the owner of the account',
);

export class BillingContact {
  /** Who gets the bills. */
  memberId!: string;
}

const contact = {
  context: 'billing',
  noun: 'contact',
  output: BillingContact,
  callers: ['gateway'],
} as const;

export const getBillingContact = rpc({
  ...contact,
  verb: 'get',
  http: { method: 'GET', path: '/v1/billing/contact', tag: 'Billing', summary: 'Show who gets the bills' },
  description: 'Says which member gets the bills of the account: the owner, unless somebody else was named.',
  permission: 'billing:view',
  orWhen: 'billingContact',
  input: Nothing,
  errors: [accountNotFound],
});

export class SetBillingContact {
  /** An active member, whatever their role. */
  @IsId()
  memberId!: string;
}

/** The contact is a pointer, not a right: so the owner may move it, and whoever it points to if they may edit the billing. */
export const setBillingContact = rpc({
  ...contact,
  verb: 'set',
  http: { method: 'PUT', path: '/v1/billing/contact', tag: 'Billing', summary: 'Transfer the bills to another member' },
  description:
    'Makes another active member the one who gets the bills, whatever their role. The owner may, and the present billing contact if they may edit the billing. Both are told by mail.',
  permission: { open: 'person' },
  input: SetBillingContact,
  errors: [permissionDenied, memberNotFound, memberNotActive, billingContactFixed, accountNotFound],
});

/** The account’s billing contact, in products where it is a member of its own. */
export class BillingContactState {
  /** Null: the account’s owner. */
  memberId!: string | null;
  revision!: number;
}

export const billingContactChanged = event({
  context: 'billing',
  noun: 'contact',
  past: 'changed',
  version: 1,
  data: BillingContactState,
  consumers: ['identity'],
  notices: [{ noun: 'billing-contact', permission: 'billing:view', id: () => null }],
});
