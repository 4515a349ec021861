import type { MailSender } from '@roster/contracts';
import type { MemberEntity } from '../members/member.entity.js';
import { fullName } from '../members/member.js';

type Sender = Pick<MemberEntity, 'email' | 'firstName' | 'lastName' | 'emailFromName' | 'replyTo'>;

/**
 * The name and reply address of mails that a member sends. If the member has set no reply address, answers go to the
 * administrator (ID-15).
 */
export const senderOf = (member: Sender, owner: Pick<Sender, 'email' | 'replyTo'>): MailSender => ({
  name: member.emailFromName ?? (fullName(member) || member.email),
  replyTo: member.replyTo ?? owner.replyTo ?? owner.email,
});
