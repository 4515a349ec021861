import type { EntityManager } from 'typeorm';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { PendingCommandEntity } from './pending-command.entity.js';

/**
 * Whether a change that takes the member's access away has begun and is not finished. The caller has locked the member.
 */
export const isLeaving = (
  manager: EntityManager,
  { accountId, id: memberId }: Pick<MemberEntity, 'accountId' | 'id'>,
): Promise<boolean> => manager.existsBy(PendingCommandEntity, { accountId, memberId });
