import { Transform } from 'class-transformer';
import { IsPhoneNumber, Matches } from 'class-validator';
import { rpc } from '../../core/contract.js';
import { errorKind, rateLimited } from '../../core/errors.js';
import { foldCode } from '../../core/fold-code.js';
import { accountNotOwner } from '../offboarding/ownership.contract.js';
import { AccountDetails } from '../people/account-settings.contract.js';
import { IsSixDigits } from './six-digits.contract.js';

export const phoneCodeInvalid = errorKind('phone.code-invalid', 422, 'This is not the code, or not any more');

export class VerifyPhone {
  /** In E.164, `+431234567`; blanks, dots, dashes, slashes and brackets do not count. */
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value.length <= 100 ? foldCode(value).replace(/[()/]/g, '') : value,
  )
  @Matches(/^\+[1-9]\d{6,14}$/, { message: 'must be a number with its country code, such as +431234567' })
  @IsPhoneNumber(undefined, { message: 'must be a telephone number that there may be' })
  phone!: string;
}

export class PhoneVerification {
  phone!: string;
  /** When the code that was sent stops working. */
  expiresAt!: string;
}

export class ConfirmPhone {
  /** Of the message. */
  @IsSixDigits()
  code!: string;
}

const phone = { context: 'identity', noun: 'phone', permission: 'account:validate', callers: ['gateway'] } as const;

/** Sends a code by message. Only the owner may validate the account (RP-31, SC-22). */
export const verifyPhone = rpc({
  ...phone,
  verb: 'verify',
  http: {
    method: 'POST',
    path: '/v1/account/phone-verification',
    tag: 'Accounts',
    summary: 'Send a code to a telephone to validate the account',
  },
  description: 'Sends a code to the telephone by message. The account is validated once the code is entered.',
  input: VerifyPhone,
  output: PhoneVerification,
  errors: [accountNotOwner, rateLimited],
  limit: 'mail',
});

/** Five wrong codes void the one that was sent. */
export const confirmPhone = rpc({
  ...phone,
  verb: 'confirm',
  http: {
    method: 'POST',
    path: '/v1/account/phone-verification/confirm',
    tag: 'Accounts',
    summary: 'Validate the account with the code',
  },
  description: 'Validates the account’s telephone by the code that was sent to it. Five wrong codes void it.',
  input: ConfirmPhone,
  output: AccountDetails,
  errors: [accountNotOwner, phoneCodeInvalid],
});
