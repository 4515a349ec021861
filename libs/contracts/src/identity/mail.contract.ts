import { IsIn } from 'class-validator';
import { event } from '../core/contract.js';
import { TokenReference } from './token.contract.js';

/** The mails that identity asks for, apart from invitations and the verification of a new account's address. */
export const MAIL_TEMPLATES = [
  'account-created',
  'password-reset',
  'password-changed',
  'email-change',
  'email-change-requested',
  'email-changed',
  'ip-authorization',
  'backup-code-used',
  'second-factor-added',
  'second-factor-removed',
  'sso-identity-forgotten',
  'emergency-access-used',
  'sso-provisioning-stopped',
  'ownership-transferred',
  'roles-changed',
  'access-revoked',
  'access-restored',
  'api-key-created',
  'phone-code',
  'billing-change-dropped',
  'billing-consent-given',
  'billing-plan-changed',
  'billing-seat-refused',
  'billing-contact-changed',
  'billing-contact-left',
] as const;
export type MailTemplateName = (typeof MAIL_TEMPLATES)[number];

/** What each mail says besides its link and its {@link MailOrigin}, as people wrote it. */
export type MailWords = {
  /** An administrator made the account's membership, with a password. */
  'account-created': { firstName: string; accountName: string; createdBy: string };
  'password-reset': { firstName: string };
  'password-changed': { firstName: string };
  /** To the new address, with the link that confirms it. */
  'email-change': { firstName: string };
  /** To the old address, when the change is asked for. */
  'email-change-requested': { firstName: string; newEmail: string };
  /** To the old address, when the change is done, with the link that undoes it. */
  'email-changed': { firstName: string; newEmail: string };
  /** `address`: the one to be authorized. */
  'ip-authorization': { firstName: string; accountName: string; address: string };
  /** `left`: how many codes have not been used. */
  'backup-code-used': { firstName: string; left: string };
  /** `factor` as a sentence has it: `an authenticator app`, `the passkey "My phone"`. */
  'second-factor-added': { firstName: string; factor: string };
  'second-factor-removed': { firstName: string; factor: string };
  'sso-identity-forgotten': { firstName: string; accountName: string };
  'emergency-access-used': { accountName: string };
  /** To the owner. `reason` and `remedy` as sentences. */
  'sso-provisioning-stopped': {
    firstName: string;
    accountName: string;
    connectionName: string;
    reason: string;
    remedy: string;
  };
  /** To both, the one who was the owner and the one who is. */
  'ownership-transferred': { firstName: string; accountName: string; newOwner: string };
  /** Lists of roles by name, `none` where there is none; `changedBy` as a sentence has it. */
  'roles-changed': { firstName: string; accountName: string; changedBy: string; formerRoles: string; roles: string };
  'access-revoked': { firstName: string; accountName: string };
  'access-restored': { firstName: string; accountName: string; changedBy: string; roles: string };
  'api-key-created': { firstName: string; accountName: string; keyName: string };
  'phone-code': { accountName: string };
  /** To the billing contact: a plan that was scheduled is not taken. `why` as a sentence has it. */
  'billing-change-dropped': { firstName: string; accountName: string; plan: string; stays: string; why: string };
  /** To the billing contact. `price`: what is charged once; `recurring`: from then on, as a sentence has it. */
  'billing-consent-given': {
    firstName: string;
    accountName: string;
    givenBy: string;
    what: string;
    price: string;
    recurring: string;
  };
  /** To the billing contact. `what` as the end of a sentence has it. */
  'billing-plan-changed': { firstName: string; accountName: string; givenBy: string; what: string };
  /** To the billing contact: somebody new could not come in. */
  'billing-seat-refused': { firstName: string; accountName: string; price: string };
  /** To both, the one who was the billing contact and `contact`, who is. */
  'billing-contact-changed': { firstName: string; accountName: string; givenBy: string; contact: string };
  /** To whom the bills go from now on: `contact` has lost their access. */
  'billing-contact-left': { firstName: string; accountName: string; contact: string };
};

/** The templates with a link or code, whose reference and expiry an order must give. */
export type LinkedTemplate = 'password-reset' | 'email-change' | 'email-changed' | 'ip-authorization' | 'phone-code';

/** How the mails that a member sends say who they are from (NT-06), also where the member has said nothing about it. */
export class MailSender {
  /** `emailFromName`, else the member's name. */
  name!: string;
  /** `replyTo`, else the administrator's: that of the account's owner, else the owner's address. */
  replyTo!: string;
}

/** When that happened which a mail tells of; and from where, if it was done by the reader or in their name. */
export class MailOrigin {
  /** RFC 3339. */
  at!: string;
  /** The reader's own (IANA), else that of their account. */
  timeZone!: string;
  /** Null where somebody else did it: where they are is theirs alone. Null also where no request asked for it. */
  address!: string | null;
  /** Browser and system in plain words. */
  device!: string | null;
}

/**
 * A mail to be sent, with everything that it says: its words as people wrote them, which the template escapes, and where
 * it has a link the reference of its token.
 */
export class MailRequested {
  @IsIn(MAIL_TEMPLATES)
  template!: MailTemplateName;
  /** An e-mail address; for `phone-code` a telephone number in E.164. */
  recipient!: string;
  /** Those of {@link MailWords}. */
  words!: Record<string, string>;
  /** Missing in events from before mails said it. */
  origin?: MailOrigin;
  link!: TokenReference | null;
  /** When the link or code stops working. */
  expiresAt!: string | null;
  /** Null: the system itself. */
  sender!: MailSender | null;
}

/** About an account it belongs to the account's deliveries; about a person alone (`accountid` null) to nobody's. */
export const mailRequested = event({
  context: 'identity',
  noun: 'mail',
  past: 'requested',
  version: 1,
  data: MailRequested,
  consumers: ['notifications'],
});
