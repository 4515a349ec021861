import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, LOGGER, Repeating, type Logger } from '@roster/service-kit';
import { LessThan, LessThanOrEqual } from 'typeorm';
import { lookForDue } from '../database/due.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { SignUpEntity } from '../sign-ups/sign-up.entity.js';
import { InvitationEntity } from '../invitations/invitation.entity.js';
import { InvitationStore } from '../invitations/invitation.store.js';

const PAUSE = 30_000;
const BATCH = 100;
/** How long a session that is over stays on record. */
const SESSIONS_KEPT = 30 * 86_400_000;

/** Ends what has run out: invitations, which gives their seats back, sign-ups, and the records of old sessions. */
@Injectable()
export class ExpirySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;

  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new Repeating({ name: 'expiry', pause: PAUSE, logger, work: () => this.sweep() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  async sweep(): Promise<void> {
    const now = new Date();
    let due: InvitationEntity[];
    let expired: number;
    do {
      due = await this.due(now);
      expired = 0;
      for (const invitation of due) expired += await this.expire(invitation);
    } while (due.length === BATCH && expired > 0);
    await this.database.transaction(async (manager) => {
      await manager.delete(SignUpEntity, { expiresAt: LessThan(now) });
      await manager.delete(SessionEntity, { expiresAt: LessThan(new Date(now.getTime() - SESSIONS_KEPT)) });
    });
  }

  private due(now: Date): Promise<InvitationEntity[]> {
    return this.database.transaction(async (manager) => {
      await lookForDue(manager);
      const where = { state: 'pending', expiresAt: LessThanOrEqual(now) } as const;
      return manager.find(InvitationEntity, { where, order: { expiresAt: 'asc' }, take: BATCH });
    });
  }

  /** Alone in its transaction, so that one that fails keeps no other back. Resolves with how many it were. */
  private async expire({ accountId, id }: InvitationEntity): Promise<0 | 1> {
    try {
      return await this.database.inAccount(accountId, async (manager) => {
        const invitation = await manager.findOne(InvitationEntity, {
          where: { accountId, id, state: 'pending', expiresAt: LessThanOrEqual(new Date()) },
          lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
        });
        // Resent, accepted or withdrawn meanwhile, or in the hands of another replica.
        if (!invitation) return 0;
        return (await this.invitations.close(manager, invitation, 'expired')) ? 1 : 0;
      });
    } catch (err) {
      this.logger.error({ err, accountId, invitationId: id }, 'An invitation could not be expired');
      return 0;
    }
  }
}
