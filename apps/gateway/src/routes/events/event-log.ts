import type { Told } from '@roster/contracts';
import { AccountEvents } from './account-events.js';

export interface EventLogOptions {
  /** Events kept of one account. */
  readonly ofAccount: number;
  /** Events kept in all; the oldest go first, whosever they are. */
  readonly inAll: number;
  /** Accounts to which nobody listens any more, and milliseconds for which their events are still kept. */
  readonly idleAccounts: number;
  readonly idleFor: number;
  readonly now: () => number;
}

const DEFAULTS: EventLogOptions = {
  ofAccount: 1_000,
  inAll: 200_000,
  idleAccounts: 1_000,
  idleFor: 10 * 60_000,
  now: Date.now,
};

/** The latest events of the accounts that somebody listens to, or has listened to a while ago. Of others it keeps nothing. */
export class EventLog {
  private readonly options: EventLogOptions;
  private readonly listened = new Map<string, AccountEvents>();
  /** In the order in which their last listener left. */
  private readonly idle = new Map<string, { readonly events: AccountEvents; readonly until: number }>();
  /** Whose each event in memory is, by its age. */
  private readonly owners = new Map<number, AccountEvents>();
  private age = 0;

  constructor(options: Partial<EventLogOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
  }

  /** Events in memory. */
  get size(): number {
    return this.owners.size;
  }

  /** The account's events, which are kept from now on. */
  listen(accountId: string): AccountEvents {
    const known = this.listened.get(accountId);
    if (known) return known;
    this.dropIdle();
    const events = this.idle.get(accountId)?.events ?? new AccountEvents();
    this.idle.delete(accountId);
    this.listened.set(accountId, events);
    return events;
  }

  /** Nobody listens any more. */
  leave(accountId: string): void {
    const events = this.listened.get(accountId);
    if (!events) return;
    this.listened.delete(accountId);
    this.idle.set(accountId, { events, until: this.options.now() + this.options.idleFor });
    this.dropIdle();
  }

  /** Keeps the events, if the account's are kept. */
  add(accountId: string, told: readonly Told[]): void {
    const events = this.listened.get(accountId) ?? this.idle.get(accountId)?.events;
    if (!events) return;
    for (const each of told) this.keep(events, each);
  }

  /** Forgets everything, where something may have been missed. */
  renew(): void {
    this.idle.clear();
    for (const events of this.listened.values()) events.renew();
    this.owners.clear();
  }

  private keep(events: AccountEvents, told: Told): void {
    this.age += 1;
    events.add(told, this.age);
    this.owners.set(this.age, events);
    this.drop(events, events.size - this.options.ofAccount);
    if (this.owners.size <= this.options.inAll) return;
    // The oldest event of all is the oldest of its account.
    for (const owner of this.owners.values()) return this.drop(owner, 1);
  }

  private dropIdle(): void {
    const { idleAccounts, now } = this.options;
    for (const [accountId, { events, until }] of this.idle) {
      if (until > now() && this.idle.size <= idleAccounts) return;
      this.idle.delete(accountId);
      this.drop(events, events.size);
    }
  }

  private drop(events: AccountEvents, count: number): void {
    for (let left = count; left > 0; left -= 1) {
      const age = events.dropOldest();
      if (age !== undefined) this.owners.delete(age);
    }
  }
}
