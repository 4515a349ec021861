import type { AccountChange } from '@roster/contracts';
import type { Logger } from '../bus/logger.js';
import type { SnapshotSource } from '../evaluator/source.js';
import type { Mirror } from './mirror.js';

/**
 * Keeps the mirror of requested accounts up to date. Each change is applied when it arrives. Changes that were missed,
 * for example while this process was down, are read from the source. For each account one thing is done after another.
 */
export class MirroredAccounts {
  /** The last piece of work for each account that was requested. */
  private readonly work = new Map<string, Promise<void>>();

  constructor(
    private readonly mirror: Mirror,
    private readonly source: SnapshotSource,
    private readonly logger: Logger,
  ) {}

  /** Applies a change from access. A failure is repaired at the next question. */
  changed(accountId: string, { delta }: Pick<AccountChange, 'delta'>): void {
    if (!this.work.has(accountId)) return;
    this.next(accountId, async () => {
      if (!delta || !(await this.mirror.apply(delta))) await this.catchUp(accountId);
    }).catch((err: unknown) => this.logger.warn({ err, accountId }, 'The mirror could not follow a change'));
  }

  /**
   * Brings the account to this version or a later one, and resolves with the version that it has then; undefined where
   * the account does not exist. Rejects as the database and the source do.
   */
  async bring(accountId: string, version: number): Promise<number | undefined> {
    const present = this.work.has(accountId) ? await this.mirror.version(accountId) : undefined;
    if (present !== undefined && present >= version) return present;
    await this.next(accountId, async () => {
      const reached = await this.mirror.version(accountId);
      if (reached === undefined || reached < version) await this.catchUp(accountId);
    });
    return this.mirror.version(accountId);
  }

  private async catchUp(accountId: string): Promise<void> {
    const since = await this.mirror.version(accountId);
    const loaded = await this.source.load(accountId, since);
    if (!loaded) return this.mirror.remove(accountId);
    if (loaded.state.kind === 'whole') return this.mirror.load(loaded.state.policy);
    for (const delta of loaded.state.deltas) await this.mirror.apply(delta);
  }

  private next(accountId: string, work: () => Promise<void>): Promise<void> {
    const before = this.work.get(accountId) ?? Promise.resolve();
    const done = before.then(work, work);
    // The caller who waits for this learns of a failure. The next piece of work runs all the same.
    this.work.set(
      accountId,
      done.catch(() => undefined),
    );
    return done;
  }
}
