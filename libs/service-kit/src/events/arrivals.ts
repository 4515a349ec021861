import { setTimeout as delay } from 'node:timers/promises';
import type { RpcClient } from '@roster/client';
import {
  checkStale,
  durableName,
  FOLLOWERS,
  listRecorded,
  RosterError,
  type Context,
  serviceTimeout,
  serviceUnavailable,
  type RecordedEvent,
  type RecordedPage,
  type RecordedQuery,
  type RpcContract,
} from '@roster/contracts';
import type { Database } from '../database/database.js';

/** Milliseconds between two looks into the inbox. */
const LOOK_EVERY = 25;
/** Milliseconds that an answer is waited for, and those that are left to give it. */
const LONGEST_WAIT = 2_000;
const TO_ANSWER = 100;
/** Milliseconds within which every transaction ends: until then an event with an earlier id may still be committed. */
const UNSETTLED = 60_000;
/** Accounts of which is remembered how far they have been followed. */
const REMEMBERED = 10_000;

interface Wait {
  readonly accountId: string;
  /** An instant in ms. */
  readonly giveUpAt: number;
}

/**
 * Waits until this service has handled what the owners of its copies have recorded about an account. So an answer that
 * is made after that is no older than any write that was answered before, however late the stream is.
 */
export class Arrivals {
  private readonly owners: readonly Context[];
  /** By owner and account: the last event of which is known that it and all before it were handled. */
  private readonly settled = new Map<string, string>();

  constructor(
    private readonly context: Context,
    private readonly rpc: RpcClient,
    private readonly database: Database,
  ) {
    const owners = Object.entries(FOLLOWERS).filter(([, followers]) => followers.includes(context));
    this.owners = owners.map(([owner]) => owner as Context);
  }

  /** Rejects with `check.stale` where that takes until shortly before the deadline (an instant in ms), or 2 s. */
  async all(accountId: string, deadline = Infinity): Promise<void> {
    const giveUpAt = Math.min(deadline - TO_ANSWER, Date.now() + LONGEST_WAIT);
    await Promise.all(this.owners.map((owner) => this.from(owner, { accountId, giveUpAt })));
  }

  private async from(owner: Context, wait: Wait): Promise<void> {
    const contract = listRecorded[owner];
    if (!contract) return;
    const { accountId } = wait;
    const key = `${owner} ${accountId}`;
    for (let after = this.settled.get(key); ;) {
      const page = await this.page(contract, { accountId, follower: this.context, ...(after && { after }) });
      await this.handled(page.events, wait);
      const old = page.events.findLast(({ id }) => instantOf(id) < Date.now() - UNSETTLED);
      if (old) this.remember(key, old.id);
      after = page.events.at(-1)?.id;
      if (!page.more) return;
    }
  }

  /** What an owner cannot be asked about may be anything, so nothing is answered. */
  private async page(contract: RpcContract<RecordedQuery, RecordedPage>, query: RecordedQuery): Promise<RecordedPage> {
    try {
      return await this.rpc.call(contract, query);
    } catch (cause) {
      const isUnanswered =
        cause instanceof RosterError && [serviceTimeout, serviceUnavailable].some((kind) => cause.is(kind));
      throw isUnanswered ? stale(cause) : cause;
    }
  }

  private async handled(events: readonly RecordedEvent[], { accountId, giveUpAt }: Wait): Promise<void> {
    for (let missing = events; missing.length > 0;) {
      missing = await this.missing(missing, accountId);
      if (missing.length === 0) return;
      if (Date.now() + LOOK_EVERY > giveUpAt) {
        throw stale();
      }
      await delay(LOOK_EVERY);
    }
  }

  private missing(events: readonly RecordedEvent[], accountId: string): Promise<RecordedEvent[]> {
    return this.database.inAccount(accountId, (manager) =>
      manager.query<RecordedEvent[]>(
        `select e.id, e.subject from unnest($1::uuid[], $2::text[], $3::text[]) as e (id, subject, consumer)
         where not exists (select 1 from inbox i where i.consumer = e.consumer and i.envelope_id = e.id)`,
        [
          events.map(({ id }) => id),
          events.map(({ subject }) => subject),
          events.map(({ subject }) => durableName(this.context, subject)),
        ],
      ),
    );
  }

  private remember(key: string, id: string): void {
    this.settled.delete(key);
    const [oldest] = this.settled.keys();
    if (this.settled.size >= REMEMBERED && oldest !== undefined) this.settled.delete(oldest);
    this.settled.set(key, id);
  }
}

const stale = (cause?: unknown) => new RosterError(checkStale, undefined, { details: { retryAfter: 1 }, cause });

/** When an id was made: a UUID of version 7 begins with it (RFC 9562). */
const instantOf = (id: string): number => parseInt(id.replaceAll('-', '').slice(0, 12), 16);
