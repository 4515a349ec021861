import { In, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { MemberEntity } from '../../people/members/member.entity.js';
import { InvitationEntity } from './invitation.entity.js';
import type { Open } from './invitation-promises.js';
import { isOpen } from './invitation.js';

interface Wanted {
  readonly accountId: string;
  /** Left out: of all members. */
  readonly memberIds?: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly isOpenOnly: boolean;
  readonly take: number;
}

/** Invitations in the order of the list; those that are open also with their members. */
export async function invitationRows(
  manager: EntityManager,
  { accountId, memberIds, after, isOpenOnly, take }: Wanted,
): Promise<{ rows: InvitationEntity[]; open: ReadonlyMap<string, Open> }> {
  const now = new Date();
  const rows = await manager.find(InvitationEntity, {
    where: {
      accountId,
      ...(memberIds && { memberId: In(memberIds) }),
      ...(after && { id: LessThan(after) }),
      ...(isOpenOnly && { state: 'pending', expiresAt: MoreThan(now) }),
    },
    order: { id: 'desc' },
    take,
  });
  const pending = rows.filter((row) => isOpen(row, now));
  const members = await manager.findBy(MemberEntity, { accountId, id: In(pending.map(({ memberId }) => memberId)) });
  const byId = new Map(members.map((member) => [member.id, member]));
  const open = pending.flatMap((invitation): [string, Open][] => {
    const member = byId.get(invitation.memberId);
    return member ? [[invitation.id, { invitation, member }]] : [];
  });
  return { rows, open: new Map(open) };
}
