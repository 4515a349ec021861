import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, LOGGER, Repeating, type Logger } from '@roster/service-kit';
import { LessThanOrEqual } from 'typeorm';
import { lookForDue } from '../../core/database/due.js';
import { PendingCommandEntity } from './pending-command.entity.js';
import { TAKEN_OVER_AFTER } from './revocation.store.js';
import { RevocationsService } from './revocations.service.js';

const PAUSE = 3_000;
const BATCH = 50;

/**
 * Finishes revocations that were interrupted between the commits of the two services, because the process died or lost
 * access.
 */
@Injectable()
export class RevocationsResumer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Repeating;

  constructor(
    private readonly database: Database,
    private readonly revocations: RevocationsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new Repeating({ name: 'revocations', pause: PAUSE, logger, work: () => this.resume() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  async resume(): Promise<void> {
    for (const command of await this.due()) await this.finish(command);
  }

  private due(): Promise<PendingCommandEntity[]> {
    return this.database.transaction(async (manager) => {
      await lookForDue(manager);
      return manager.find(PendingCommandEntity, { order: { dueAt: 'asc' }, take: BATCH });
    });
  }

  private async finish({ accountId, id }: PendingCommandEntity): Promise<void> {
    const command = await this.take(accountId, id);
    if (!command) return;
    const { actor, client, requestId } = command;
    try {
      await this.revocations.finish(command, { accountId, actor, requestId, ...(client && { client }) });
      this.logger.info({ accountId, requestId }, 'An interrupted revocation was finished');
    } catch (err) {
      this.logger.warn({ err, accountId, requestId }, 'An interrupted revocation could not be finished');
    }
  }

  /** Postpones the command for other processes, so that no row stays locked while access is asked. */
  private take(accountId: string, id: string): Promise<PendingCommandEntity | null> {
    return this.database.inAccount(accountId, async (manager) => {
      const command = await manager.findOne(PendingCommandEntity, {
        where: { accountId, id, dueAt: LessThanOrEqual(new Date()) },
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      const dueAt = new Date(Date.now() + TAKEN_OVER_AFTER);
      if (command) await manager.update(PendingCommandEntity, { accountId, id }, { dueAt });
      return command;
    });
  }
}
