import type { CallContext, ActivityEntry, Envelope } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ActivityEntity } from './activity.entity.js';

interface Act {
  readonly accountId: string;
  /** Who did it. */
  readonly memberId: string;
  /** `<noun>.<past>`, such as `session.started`. */
  readonly action: string;
  /** To what or whom: ids and plain facts, nothing secret. */
  readonly details?: Record<string, string>;
}

/** Notes what a member did, in the transaction in which he did it, with the place from where (ID-46). */
export async function recordActivity(
  manager: EntityManager,
  { accountId, memberId, action, details = {} }: Act,
  { client }: Pick<CallContext, 'client'>,
): Promise<void> {
  await manager.insert(ActivityEntity, {
    accountId,
    id: uuidv7(),
    memberId,
    action,
    at: new Date(),
    address: client?.address ?? null,
    userAgent: client?.userAgent ?? null,
    details,
  });
}

/** What a member did to what others may do, which access tells of. The event's id puts it in the order of time. */
export async function recordEntry(
  manager: EntityManager,
  { id, accountid = '', data }: Envelope<ActivityEntry>,
): Promise<void> {
  const { memberId, action, at, address, userAgent, targetType, targetId, version } = data;
  await manager.insert(ActivityEntity, {
    accountId: accountid,
    id,
    memberId,
    action,
    at: new Date(at),
    address,
    userAgent,
    details: { targetType, targetId, version: String(version) },
  });
}
