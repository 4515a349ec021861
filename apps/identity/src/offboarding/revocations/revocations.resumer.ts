import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database, LOGGER, Repeating, takeDue, type Logger } from '@roster/service-kit';
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
    for (const { accountId } of await this.due()) await this.finishNext(accountId);
  }

  private due(): Promise<PendingCommandEntity[]> {
    return this.database.transaction(async (manager) => {
      await lookForDue(manager);
      return manager.find(PendingCommandEntity, { order: { dueAt: 'asc' }, take: BATCH });
    });
  }

  private async finishNext(accountId: string): Promise<void> {
    const command = await this.take(accountId);
    if (!command) return;
    const { actor, client, requestId } = command;
    try {
      await this.revocations.finish(command, { accountId, actor, requestId, ...(client && { client }) });
      this.logger.info({ accountId, requestId }, 'An interrupted revocation was finished');
    } catch (err) {
      this.logger.warn({ err, accountId, requestId }, 'An interrupted revocation could not be finished');
    }
  }

  /** Takes one command, and no more than this process works on: no row stays locked while access is asked. */
  private take(accountId: string): Promise<PendingCommandEntity | null> {
    const of = { account_id: accountId };
    const due = { table: 'pending_commands', key: ['account_id', 'id'], of, limit: 1, lease: TAKEN_OVER_AFTER };
    return this.database.inAccount(accountId, async (manager) => {
      const [key] = await takeDue<{ id: string }>(manager, due);
      return key ? manager.findOneBy(PendingCommandEntity, { accountId, id: key.id }) : null;
    });
  }
}
