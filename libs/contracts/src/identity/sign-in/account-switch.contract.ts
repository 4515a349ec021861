import { IsId, Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { reauthenticationRequired } from '../../core/errors.js';
import { Account } from '../onboarding/account.contract.js';
import { ENTRANCE_ERRORS, SignInAnswer } from '../sessions/session.contract.js';

export class MyAccount {
  account!: Account;
  memberId!: string;
  isOwner!: boolean;
  lastActiveAt!: string | null;
  /** Whether it is the one of the session that asks. */
  current!: boolean;
}

export class MyAccountList {
  items!: MyAccount[];
  nextCursor!: string | null;
}

export const listMyAccounts = rpc({
  context: 'identity',
  noun: 'me',
  verb: 'list-accounts',
  http: { method: 'GET', path: '/v1/me/accounts', tag: 'Me', summary: 'List my accounts' },
  description: 'Lists the accounts that the person who asks can switch to, by name.',
  permission: { open: 'person' },
  input: Nothing,
  output: MyAccountList,
  callers: ['gateway'],
});

export class SwitchAccount {
  @IsId()
  accountId!: string;
}

/**
 * Into another of the asker's accounts, by that account's rules: what an identity provider said in this one counts for
 * nothing there, and a proof that is older than it lets sessions be is to be given again. The session that asked ends
 * where the other one begins.
 */
export const switchAccount = rpc({
  context: 'identity',
  noun: 'session',
  verb: 'switch-account',
  description:
    'Goes on in another account of the person who is signed in. Where that account asks for more than was shown, it says what is due next.',
  permission: { open: 'person' },
  input: SwitchAccount,
  output: SignInAnswer,
  errors: [reauthenticationRequired, ...ENTRANCE_ERRORS],
  callers: ['gateway'],
});
