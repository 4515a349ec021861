import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { Account } from '../onboarding/account.contract.js';
import { EditProfile, MemberProfile } from './member-profile.contract.js';
import { User } from './user.contract.js';

export class Me {
  user!: User;
  account!: Account;
  member!: MemberProfile;
}

const me = { context: 'identity', noun: 'me', callers: ['gateway'] } as const;

export const getMe = rpc({
  ...me,
  verb: 'get',
  http: { method: 'GET', path: '/v1/me', tag: 'Me', summary: 'Show who I am' },
  permission: { open: 'person' },
  input: Nothing,
  output: Me,
});

export class MeEdited extends Me {
  version?: number;
}

/** The profile of the person who asks, and the name by which they sign in; in other accounts their name stays as it is. */
export const editMe = rpc({
  ...me,
  verb: 'edit',
  http: { method: 'PATCH', path: '/v1/me', tag: 'Me', summary: 'Edit my profile', omits: ['version'] },
  permission: 'self:edit',
  input: EditProfile,
  output: MeEdited,
});
