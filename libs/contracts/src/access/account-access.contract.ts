import { IsInt, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { accountNotFound } from '../identity/onboarding/account.contract.js';
import { AppliedVersion } from './member-access.contract.js';

export class TakeAwayAccount {
  @IsId()
  accountId!: string;

  /** The account's revision in identity when it asked: an event up to it is older than this, and cannot undo it. */
  @IsInt()
  @Min(0)
  revision!: number;
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
