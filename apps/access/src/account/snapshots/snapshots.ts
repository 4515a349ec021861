import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { checkStale, PATIENCE, RosterError, type PresetSet } from '@roster/contracts';
import { Database, PRESETS } from '@roster/service-kit';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { AccountEntity } from '../accounts/account.entity.js';
import { AccessConfig } from '../config.js';
import type { StoredAccount } from '../accounts/stored-account.js';
import { AccountSnapshot } from './account-snapshot.js';
import { loadAccount, readVersion } from './load-account.js';
import { SharedReads } from './shared-reads.js';

/**
 * Milliseconds: how long a question waits for the version it asks for, how often the version is looked up meanwhile,
 * and the time reserved for the answer itself.
 */
const LONGEST_WAIT = 2_000 * PATIENCE;
const LOOK_EVERY = 25;
const TO_ANSWER = 50;

/**
 * Accounts compiled for decisions. The database is asked for the current version at each question, and a snapshot is
 * used only while it has that version. So an answer is never older than what was committed before the question,
 * whichever replica wrote it.
 */
@Injectable()
export class Snapshots {
  private readonly kept: LRUCache<string, AccountSnapshot>;
  private readonly versions = new SharedReads((accountId) =>
    this.database.inAccount(accountId, (manager) => readVersion(manager, accountId)),
  );
  private readonly loads = new SharedReads((accountId) => this.load(accountId));

  constructor(
    private readonly database: Database,
    @Inject(PRESETS) private readonly presets: PresetSet,
    config: AccessConfig,
  ) {
    const maxSize = config.SNAPSHOT_CACHE_MEMBERS;
    this.kept = new LRUCache({
      maxSize,
      sizeCalculation: ({ stored }) => Math.min(stored.members.length + 1, maxSize),
    });
  }

  /** The account as it is now; undefined where there is none with this id. */
  async current(accountId: string): Promise<AccountSnapshot | undefined> {
    if (!isUuid(accountId)) return undefined;
    const id = accountId.toLowerCase();
    const version = await this.versions.read(id);
    if (version === undefined) return undefined;
    const known = this.kept.get(id);
    return known && known.version >= version ? known : this.loads.read(id);
  }

  /**
   * The account at this version or a later one. Waits for it until shortly before the deadline (an instant in ms), at
   * most 2 s. Rejects with `check.stale`; `details` say after how many seconds to retry.
   */
  async atLeast(accountId: string, version = 0, deadline = Infinity): Promise<AccountSnapshot | undefined> {
    const giveUpAt = Math.min(deadline - TO_ANSWER, Date.now() + LONGEST_WAIT);
    for (;;) {
      const account = await this.current(accountId);
      if ((account?.version ?? 0) >= version || !isUuid(accountId)) return account;
      if (Date.now() + LOOK_EVERY > giveUpAt)
        throw new RosterError(checkStale, undefined, { details: { retryAfter: 1 } });
      await delay(LOOK_EVERY);
    }
  }

  /** The account as a transaction sees it that holds the account's lock and has not changed anything yet. */
  async underLock(manager: EntityManager, account: AccountEntity): Promise<AccountSnapshot> {
    const known = this.kept.get(account.id);
    if (known?.version === account.version) return known;
    const stored = await loadAccount(manager, account.id);
    if (!stored) throw new Error(`The account ${account.id} is locked but cannot be read`);
    return this.compile(stored);
  }

  /** The account as the tables have it for this transaction, whatever is kept in memory. */
  async asStored(manager: EntityManager, accountId: string): Promise<AccountSnapshot | undefined> {
    const stored = await loadAccount(manager, accountId);
    return stored && this.compile(stored);
  }

  /** Call this when a change has committed: this is now the current account. */
  keep(account: AccountSnapshot): void {
    const known = this.kept.get(account.stored.id);
    if (!known || known.version < account.version) this.kept.set(account.stored.id, account);
  }

  private async load(accountId: string): Promise<AccountSnapshot | undefined> {
    const stored = await this.database.inAccount(accountId, (manager) => loadAccount(manager, accountId));
    if (!stored) return undefined;
    const account = this.compile(stored);
    this.kept.set(accountId, account);
    return account;
  }

  private compile(stored: StoredAccount): AccountSnapshot {
    const preset = this.presets.get(stored.preset);
    const catalogue = this.presets.catalogue(stored.preset);
    if (!preset || !catalogue) {
      throw new Error(`The account ${stored.id} has the preset "${stored.preset}", which is not loaded here`);
    }
    return new AccountSnapshot(stored, preset, catalogue);
  }
}
