import { IsNotEmpty, IsObject } from 'class-validator';
import { rpc } from '../core/contract.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import type { AccountState } from '../identity/people/member.contract.js';
import { AppliedVersion } from './member-access.contract.js';

export class TakeAwayAccount {
  /** The account as identity has it when it asks. An event up to this revision is older, and cannot undo the suspension. */
  @IsObject()
  @IsNotEmpty()
  account!: AccountState;
}

/**
 * Suspends an account before identity commits that (`docs/decisions.md` 2): from this version on everything is denied but what
 * works in a suspended account. Idempotent.
 */
export const takeAwayAccount = rpc({
  context: 'access',
  noun: 'account',
  verb: 'take-away',
  permission: { open: 'service' },
  input: TakeAwayAccount,
  output: AppliedVersion,
  errors: [accountNotFound],
  callers: ['identity'],
});
