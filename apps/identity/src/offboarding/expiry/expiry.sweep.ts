import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, LOGGER, Repeating, type Logger } from '@roster/service-kit';
import { LessThan, LessThanOrEqual, type EntityManager } from 'typeorm';
import { ChallengeEntity } from '../../credentials/challenge.entity.js';
import { DAY } from '../../core/calls/rate.js';
import { lookForDue } from '../../core/database/due.js';
import { sweepPersonalLinks } from './personal-links.js';
import { PasskeyChallengeEntity } from '../../credentials/passkeys/passkey-challenge.entity.js';
import { SessionEntity } from '../../sessions/sessions/session.entity.js';
import { SignUpStore } from '../../onboarding/sign-ups/sign-up.store.js';
import { SignUpEntity } from '../../people/users/sign-up.entity.js';
import { TotpSetupEntity } from '../../credentials/totp/totp-setup.entity.js';
import { InvitationEntity } from '../../onboarding/invitations/invitation.entity.js';
import { InvitationStore } from '../../onboarding/invitations/invitation.store.js';

const PAUSE = 30_000;
const BATCH = 100;
/** How long an ended session is kept. */
const SESSIONS_KEPT = 30 * DAY;

interface Due {
  readonly accountId: string;
  readonly id: string;
}

/** Resolves with whether there was still something to expire. */
type Expire = (manager: EntityManager, due: Due) => Promise<boolean>;

/**
 * Ends what has expired: invitations and sign-ups, which frees their seats, and unfinished sign-ins; and deletes old
 * sessions. The account of an expired sign-up stays pending for ever, with a deleted owner: nobody can come into it.
 */
@Injectable()
export class ExpirySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;

  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationStore,
    private readonly signUps: SignUpStore,
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
    const expireInvitation = (manager: EntityManager, due: Due) => this.expireInvitation(manager, due);
    await this.expireAll(() => this.dueInvitations(now), expireInvitation);
    const expireSignUp = (manager: EntityManager, due: Due) => this.signUps.expire(manager, due);
    await this.expireAll(() => this.dueSignUps(now), expireSignUp);
    await this.database.transaction(async (manager) => {
      for (const entity of [ChallengeEntity, PasskeyChallengeEntity, TotpSetupEntity]) {
        await manager.delete(entity, { expiresAt: LessThan(now) });
      }
      await sweepPersonalLinks(manager, now);
      await manager.delete(SessionEntity, { expiresAt: LessThan(new Date(now.getTime() - SESSIONS_KEPT)) });
    });
  }

  private async expireAll(look: () => Promise<Due[]>, expire: Expire): Promise<void> {
    let due: Due[];
    let expired: number;
    do {
      due = await look();
      expired = 0;
      for (const one of due) expired += (await this.expireOne(one, expire)) ? 1 : 0;
    } while (due.length === BATCH && expired > 0);
  }

  /** Each in its own transaction, so that one failure does not stop the others. */
  private async expireOne(due: Due, expire: Expire): Promise<boolean> {
    const { accountId, id } = due;
    try {
      return await this.database.inAccount(accountId, (manager) => expire(manager, due));
    } catch (err) {
      this.logger.error({ err, accountId, id }, 'An expired row could not be ended');
      return false;
    }
  }

  private dueInvitations(now: Date): Promise<Due[]> {
    return this.database.transaction(async (manager) => {
      await lookForDue(manager);
      const where = { state: 'pending', expiresAt: LessThanOrEqual(now) } as const;
      return manager.find(InvitationEntity, { where, order: { expiresAt: 'asc' }, take: BATCH });
    });
  }

  private dueSignUps(now: Date): Promise<Due[]> {
    const where = { expiresAt: LessThanOrEqual(now) };
    return this.database.transaction((manager) =>
      manager.find(SignUpEntity, { where, order: { expiresAt: 'asc' }, take: BATCH }),
    );
  }

  private async expireInvitation(manager: EntityManager, { accountId, id }: Due): Promise<boolean> {
    const invitation = await manager.findOne(InvitationEntity, {
      where: { accountId, id, state: 'pending', expiresAt: LessThanOrEqual(new Date()) },
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    // It was resent, accepted or withdrawn in the meantime, or another replica is expiring it.
    if (!invitation) return false;
    return (await this.invitations.close(manager, invitation, 'expired')) !== undefined;
  }
}
