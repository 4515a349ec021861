import type { MailSender } from '@roster/contracts';
import { In, Not, type EntityManager } from 'typeorm';
import type { AccountEntity } from '../accounts/account.entity.js';
import { MemberEntity } from '../members/member.entity.js';
import { senderOf } from './member-profile.js';

/** Whose name a mail bears that this member has sent (NT-06); null for who is no person, or is no longer here. */
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
