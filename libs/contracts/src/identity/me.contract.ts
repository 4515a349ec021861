import { Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import { Account } from './account.contract.js';
import { Member } from './member.contract.js';
import { User } from './user.contract.js';

export class Me {
  user!: User;
  account!: Account;
  member!: Member;
}

export const getMe = rpc({
  context: 'identity',
  noun: 'me',
  verb: 'get',
  permission: { open: 'self' },
  input: Nothing,
  output: Me,
  callers: ['gateway'],
});
