import { event } from '../core/contract.js';
import type { MailTemplateName } from '../identity/mail.contract.js';

/** The mails that billing asks for, to a member. Identity knows their address, and orders the mail. */
export type BillingTemplate = Extract<MailTemplateName, `billing-${string}`>;

export class BillingMailRequested {
  template!: BillingTemplate;
  /** Null: the account's owner. */
  memberId!: string | null;
  /** The member whose name the mail gives as `contact`; left out of mails that name none. */
  contactId?: string;
  /** The member whose name the mail gives as `givenBy`; null where nobody did it. */
  byMemberId!: string | null;
  /** What the mail says besides the reader's name and the account's. */
  words!: Record<string, string>;
}

export const billingMailRequested = event({
  context: 'billing',
  noun: 'mail',
  past: 'requested',
  version: 1,
  data: BillingMailRequested,
  consumers: ['identity'],
});
