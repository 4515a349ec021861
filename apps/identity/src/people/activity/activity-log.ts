import type { CallContext } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ActivityEntity } from './activity.entity.js';

interface Activity {
  readonly accountId: string;
  /** Who did it. */
  readonly memberId: string;
  /** `<noun>.<past>`, such as `session.started`. */
  readonly action: string;
  /** What or whom it was done to: ids and plain facts, nothing secret. */
  readonly details?: Record<string, string>;
}

/**
 * Records what a member did about themselves, and from where, in the transaction in which they did it (ID-46). What they did in
 * the account is in the audit trail, and is shown from there.
 */
export async function recordActivity(
  manager: EntityManager,
  { accountId, memberId, action, details = {} }: Activity,
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
