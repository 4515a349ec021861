import { enterScope } from '@roster/service-kit';
import { Not, type EntityManager } from 'typeorm';
import { MemberEntity } from './member.entity.js';

/** A person's memberships that are not deleted, in whatever account, in the one order in which their rows are locked. */
export async function membershipsOf(manager: EntityManager, userId: string): Promise<MemberEntity[]> {
  await enterScope(manager, { userId });
  return manager.find(MemberEntity, {
    where: { userId, status: Not('deleted' as const) },
    order: { accountId: 'asc', id: 'asc' },
  });
}
