import type { MailTemplateName } from '@roster/contracts';
import type { Letter } from './letter.js';

/** Every mail. `phone-code` goes to a telephone instead. */
export type LetterName = 'invitation' | 'email-verification' | Exclude<MailTemplateName, 'phone-code'>;

/** For mails about something that the person may not have done themselves. */
const NOT_YOU = 'If this was not you, reset your password now and tell the administrators of your account.';

const onboarding: Pick<Record<LetterName, Letter>, 'invitation' | 'email-verification' | 'account-created'> = {
  invitation: {
    subject: '{{invitedBy}} invited you to {{accountName}}',
    says: ['{{invitedBy}} invited you to join {{accountName}}.'],
    link: { page: '/accept-invitation', label: 'Accept the invitation' },
    ends: ['The invitation can be accepted until {{expiry}}.'],
    note: 'If you do not know who this is from, you need not do anything: nothing happens until you accept.',
  },
  // Anybody can enter a stranger's address in the sign-up form, so the subject must not contain anything else that they
  // entered.
  'email-verification': {
    subject: 'Confirm your e-mail address',
    says: [
      'you opened the account {{accountName}} with this e-mail address. Please confirm that the address is yours.',
    ],
    link: { page: '/verify-email', label: 'Confirm the address' },
    ends: ['The link works until {{expiry}}.'],
    note: 'If you did not open an account, you need not do anything: without a confirmation it is not used.',
  },
  'account-created': {
    subject: 'Your access to {{accountName}}',
    says: [
      '{{createdBy}} gave you access to {{accountName}}.',
      'Sign in with this e-mail address and the password that you were given. You will then be asked to choose one that only you know.',
    ],
    note: 'If you do not know who this is from, you need not do anything, and should not use the password.',
  },
};

const credentials: Pick<
  Record<LetterName, Letter>,
  'password-reset' | 'password-changed' | 'email-change' | 'email-change-requested' | 'email-changed'
> = {
  'password-reset': {
    subject: 'Choose a new password',
    says: ['somebody asked for a new password for this e-mail address.'],
    link: { page: '/reset-password', label: 'Choose a new password' },
    ends: ['The link works once, until {{expiry}}. Your second factor, if you have one, stays as it is.'],
    note: 'If it was not you, you need not do anything: your password stays as it is.',
  },
  'password-changed': {
    subject: 'Your password was changed',
    says: ['the password of your sign-in was changed, and all other sessions have ended.'],
    note: NOT_YOU,
  },
  'email-change': {
    subject: 'Confirm your new e-mail address',
    says: ['you want to sign in with this e-mail address from now on. Please confirm that it is yours.'],
    link: { page: '/confirm-email', label: 'Confirm the address' },
    ends: ['The link works once, until {{expiry}}.'],
    note: 'If you did not ask for this, you need not do anything: without a confirmation nothing changes.',
  },
  'email-change-requested': {
    subject: 'A change of your e-mail address was requested',
    says: [
      'somebody who is signed in as you wants to replace this e-mail address with {{newEmail}}. Nothing changes until the new address is confirmed.',
    ],
    note: NOT_YOU,
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    says: [
      'the e-mail address of your sign-in is now {{newEmail}}, and no longer this one.',
      'If this was not you, undo it: you get this address back, and all sessions end.',
    ],
    link: { page: '/undo-email-change', label: 'Undo the change' },
    ends: ['The link works once, until {{expiry}}.'],
    note: 'If it was you, you need not do anything.',
  },
};

const security: Pick<
  Record<LetterName, Letter>,
  | 'ip-authorization'
  | 'backup-code-used'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'sso-identity-forgotten'
  | 'emergency-access-used'
  | 'sso-provisioning-stopped'
> = {
  'ip-authorization': {
    subject: '{{accountName}} — Authorize IP address',
    says: [
      'somebody with your sign-in wants to sign in to {{accountName}} from a network address that is not authorized yet: {{address}}.',
      'Authorize it only if this is you, at this moment, and you know the place.',
    ],
    link: { page: '/authorize-ip', label: 'Authorize IP address' },
    ends: ['The link works once, for this address only, until {{expiry}}.'],
    // SC-13.
    note: 'Never approve a request that you do not recognise. If you do not, somebody else knows your sign-in: change your password at once and contact support.',
  },
  'backup-code-used': {
    subject: 'A backup code was used',
    says: ['somebody signed in as you with one of your backup codes. Codes left: {{left}}.'],
    note: NOT_YOU,
  },
  'second-factor-added': {
    subject: 'A second factor was added',
    says: ['from now on your sign-in can be proved with {{factor}} too.'],
    note: NOT_YOU,
  },
  'second-factor-removed': {
    subject: 'A second factor was removed',
    says: ['your sign-in can no longer be proved with {{factor}}.'],
    note: NOT_YOU,
  },
  'sso-identity-forgotten': {
    subject: 'Your single sign-on to {{accountName}} was reset',
    says: [
      'an administrator of {{accountName}} made it forget who you are at its identity provider. Your sessions there have ended; at your next single sign-on you are recognised by your e-mail address.',
    ],
    note: 'If you have not asked for this, tell the administrators of the account.',
  },
  'emergency-access-used': {
    subject: 'Emergency access to {{accountName}} was used',
    says: [
      'the owner of {{accountName}} signed in with a password, without the single sign-on that the account requires.',
    ],
    note: NOT_YOU,
  },
  'sso-provisioning-stopped': {
    subject: 'Nobody new comes into {{accountName}} by single sign-on',
    says: [
      'the single sign-on connection {{connectionName}} should make members of {{accountName}} of people whom it does not know yet, and cannot any more. {{reason}} {{remedy}}',
    ],
    note: 'This mail comes once. The connection shows in the security settings whether it works again.',
  },
};

const account: Pick<
  Record<LetterName, Letter>,
  'ownership-transferred' | 'roles-changed' | 'access-revoked' | 'access-restored' | 'api-key-created'
> = {
  'ownership-transferred': {
    subject: '{{accountName}} has a new owner',
    says: ['{{newOwner}} owns {{accountName}} from now on.'],
    note: 'If nobody has talked to you about this, ask the administrators of the account at once.',
  },
  'roles-changed': {
    subject: 'Your roles in {{accountName}} have changed',
    says: ['{{changedBy}} changed your roles in {{accountName}}.', 'Now: {{roles}}. Before: {{formerRoles}}.'],
    note: 'If you think that this is a mistake, ask the administrators of the account.',
  },
  'access-revoked': {
    subject: 'Your access to {{accountName}} has ended',
    says: ['an administrator ended your access to {{accountName}}. All your sessions there have ended.'],
    note: 'If you think that this is a mistake, ask the administrators of the account.',
  },
  'access-restored': {
    subject: 'You have access to {{accountName}} again',
    says: ['{{changedBy}} gave you access to {{accountName}} again. Your roles there: {{roles}}.'],
    note: 'If you think that this is a mistake, ask the administrators of the account.',
  },
  'api-key-created': {
    subject: 'A new API key for {{accountName}}',
    says: ['somebody signed in as you created the API key {{keyName}} for {{accountName}}.'],
    note: 'If this was not you, delete the key, reset your password and tell the administrators of your account.',
  },
};

const billing: Record<Extract<LetterName, `billing-${string}`>, Letter> = {
  'billing-change-dropped': {
    subject: '{{accountName}} keeps its plan',
    says: [
      '{{plan}} was to be the plan of {{accountName}} from today on, and {{why}}.',
      'So {{stays}} stays, at the price of before. You can choose a plan again at any time.',
    ],
    note: 'You get this because the bills of the account go to you.',
  },
  'billing-consent-given': {
    subject: 'A price was agreed to for {{accountName}}',
    says: [
      '{{givenBy}} agreed to a price for {{accountName}}: {{what}}.',
      'Once: {{price}}. From then on: {{recurring}}. Prices are without tax.',
    ],
    note: 'You get this because the bills of the account go to you. If this is a mistake, talk to who agreed.',
  },
  'billing-plan-changed': {
    subject: 'The plan of {{accountName}} was changed',
    says: ['{{givenBy}} changed the plan of {{accountName}}: {{what}}.'],
    note: 'You get this because the bills of the account go to you. If this is a mistake, talk to who changed it.',
  },
  'billing-seat-refused': {
    subject: 'Somebody could not come into {{accountName}}',
    says: [
      'somebody new wanted to sign in to {{accountName}}, and all seats are taken.',
      'Another one costs {{price}}, without tax. Nobody has agreed to buy one without being asked.',
    ],
    note: 'You get this because the bills of the account go to you, once a day at most.',
  },
  'billing-contact-changed': {
    subject: 'The bills of {{accountName}} go to {{contact}}',
    says: ['{{givenBy}} made {{contact}} the billing contact of {{accountName}}. The bills go there from now on.'],
    note: 'If you think that this is a mistake, talk to the owner of the account.',
  },
  'billing-contact-left': {
    subject: 'The bills of {{accountName}} go to you',
    says: [
      '{{contact}} was the billing contact of {{accountName}} and has no access to it any more.',
      'The bills go to you from now on.',
    ],
    note: 'The owner of the account can make another member the billing contact.',
  },
};

export const LETTERS: Record<LetterName, Letter> = {
  ...onboarding,
  ...credentials,
  ...security,
  ...account,
  ...billing,
};

/** A message to a telephone. The code comes first, so that it can be read without opening the message. */
export const PHONE_CODE =
  '{{code}} is your code to confirm this number for {{accountName}}. It works until {{expiry}}. Do not share it with anybody.';
