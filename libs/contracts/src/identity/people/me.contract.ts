import { Nothing } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { Account } from '../onboarding/account.contract.js';
import { MailSender } from '../mail.contract.js';
import { EditProfile } from './member-profile.contract.js';
import { MemberRow } from './member.contract.js';
import { User } from './user.contract.js';

/**
 * The asker's own membership. What only a profile says is left out for people without `self:view` (ID-43), and while nobody
 * can decide whether they have it.
 */
export class OwnMember extends MemberRow {
  emailFromName?: string | null;
  replyTo?: string | null;
  /** The sender that applies while the member has chosen none. */
  sender?: MailSender;
  /** The member's own; null: the account's. */
  timeZone?: string | null;
}

export class Me {
  user!: User;
  account!: Account;
  member!: OwnMember;
}

const me = { context: 'identity', noun: 'me', callers: ['gateway'] } as const;

/** Who is signed in, for everybody; their profile, for those who may see it. */
export const getMe = rpc({
  ...me,
  verb: 'get',
  http: { method: 'GET', path: '/v1/me', tag: 'Me', summary: 'Show who I am' },
  description: 'Says who is signed in, in which account, and what they may see of themselves.',
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
  description: 'Changes the profile of the person who asks in this account, and the name by which they sign in.',
  permission: 'self:edit',
  input: EditProfile,
  output: MeEdited,
});
