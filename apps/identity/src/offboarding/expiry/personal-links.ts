import { LessThan, type EntityManager } from 'typeorm';
import { DAY } from '../../core/calls/rate.js';
import { EmailChangeEntity } from '../../credentials/email-changes/email-change.entity.js';
import { PasswordResetEntity } from '../../credentials/password-resets/password-reset.entity.js';

/** Kept that long, because they count as mails of the last hour and tell what became of a link. */
const KEPT = 30 * DAY;

/** Deletes old rows of links that set a password or an address, or undo that. */
export async function sweepPersonalLinks(manager: EntityManager, now: Date): Promise<void> {
  const expiresAt = LessThan(new Date(now.getTime() - KEPT));
  await manager.delete(PasswordResetEntity, { expiresAt });
  await manager.delete(EmailChangeEntity, { expiresAt });
}
