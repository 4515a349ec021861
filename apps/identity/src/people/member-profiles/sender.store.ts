import type { MailSender } from '@roster/contracts';
import { In, Not, type EntityManager } from 'typeorm';
import type { AccountEntity } from '../accounts/account.entity.js';
import { MemberEntity } from '../members/member.entity.js';
import { senderOf } from './member-profile.js';

/** The sender of a mail that this member has sent (NT-06). Null for service accounts, and for members who are gone. */
export async function findSender(
  manager: EntityManager,
  { id: accountId, ownerMemberId }: AccountEntity,
  memberId: string,
): Promise<MailSender | null> {
  const ids = In([memberId, ownerMemberId]);
  const members = await manager.findBy(MemberEntity, { accountId, id: ids, kind: 'person', status: Not('deleted') });
  const [member, owner] = [memberId, ownerMemberId].map((id) => members.find((one) => one.id === id));
  return member && owner ? senderOf(member, owner) : null;
}
