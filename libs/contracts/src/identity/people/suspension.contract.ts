import { IsIn } from 'class-validator';
import { Act } from '../../access/act.contract.js';
import { IsId, Nothing } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { accountNotFound, SUSPENSION_REASONS, type SuspensionReason } from '../onboarding/account.contract.js';
import { AccountState } from './member.contract.js';

export class ResumeAccount {
  @IsId()
  accountId!: string;
}

export class SuspendAccount extends ResumeAccount {
  @IsIn(SUSPENSION_REASONS)
  reason!: SuspensionReason;
}

const account = {
  context: 'identity',
  noun: 'account',
  permission: { open: 'service' },
  output: Nothing,
  errors: [accountNotFound],
  callers: ['billing'],
} as const;

/**
 * Billing decides it: first access denies everything that does not work in a suspended account, then identity commits. People
 * still sign in and see themselves, keys of the API do nothing, and nothing is deleted. Twice is as good as once.
 */
export const suspendAccount = rpc({ ...account, verb: 'suspend', input: SuspendAccount });

/** What was there before the suspension holds again. Twice is as good as once. */
export const resumeAccount = rpc({ ...account, verb: 'resume', input: ResumeAccount });

export class AccountStatusChange {
  account!: AccountState;
  /** Left out of a suspension: access was asked first, and knows the act. */
  act?: Act;
}

/** An account was suspended, or is active again. */
export const accountStatusChanged = event({
  context: 'identity',
  noun: 'account',
  past: 'status-changed',
  version: 1,
  data: AccountStatusChange,
  consumers: ['access'],
  notices: [{ noun: 'account', permission: { open: 'account' } }],
});
