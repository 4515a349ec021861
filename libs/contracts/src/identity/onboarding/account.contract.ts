import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { planUnknown } from '../../billing/plan-refusals.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { IsName } from '../../core/name.js';
import { Member } from '../people/member.contract.js';
import { IsPersonName } from '../people/user.contract.js';

export const presetUnknown = errorKind('preset.unknown', 422, 'There is no such preset');
export const accountNotFound = errorKind('account.not-found', 404, 'There is no such account');
export const userPasswordWeak = errorKind('user.password-weak', 422, 'The password is too weak');

export const ACCOUNT_STATUSES = ['pending', 'active', 'suspended'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** A bill was not paid; or the plan has ended, and none was chosen since. */
export const SUSPENSION_REASONS = ['unpaid', 'ended'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/** An account's name: at most 120 characters. */
export const IsAccountName = () => IsName(120);

/** The person who opens an account, and owns it. */
export class SignUpOwner {
  @IsString()
  @MaxLength(320)
  email!: string;

  /** At least 15 characters; no other rule. */
  @IsString()
  @MaxLength(256)
  password!: string;

  @IsPersonName()
  firstName!: string;

  @IsPersonName()
  lastName!: string;
}

export class SignUp {
  @IsAccountName()
  name!: string;

  /** The product that the account is for, by the name of its preset. */
  @IsString()
  @MaxLength(60)
  preset!: string;

  /** `free` unless said. */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  planId?: string;

  @ValidateNested()
  @Type(() => SignUpOwner)
  @IsNotEmpty()
  owner!: SignUpOwner;
}

export class Account {
  id!: string;
  name!: string;
  preset!: string;
  /** `pending` until the owner has verified the e-mail address. */
  @IsIn(ACCOUNT_STATUSES)
  status!: AccountStatus;
  /** Why the account is suspended; left out where it is not. */
  @IsOptional()
  @IsIn(SUSPENSION_REASONS)
  suspendedFor?: SuspensionReason;
  ownerMemberId!: string;
  createdAt!: string;
}

export class SignedUp {
  account!: Account;
  member!: Member;
}

/** Opens an account: pending, with its owner, until they verify the address; answered alike whoever holds it (S12). */
export const signUp = rpc({
  context: 'identity',
  noun: 'account',
  verb: 'create',
  http: { method: 'POST', path: '/v1/accounts', tag: 'Accounts', summary: 'Open an account', status: 201 },
  description:
    'Opens an account for a product with its owner. Nothing can be done in it before the owner has verified their address by the mailed link. The answer is the same whoever has the address.',
  permission: { open: 'public' },
  limit: 'sign-up',
  input: SignUp,
  output: SignedUp,
  errors: [userPasswordWeak, presetUnknown, planUnknown],
  callers: ['gateway'],
  deadline: 5_000,
});
