import { setTimeout as delay } from 'node:timers/promises';
import { checkStale, PATIENCE, RosterError } from '@roster/contracts';
import type { RosterEvaluator } from '../evaluator/evaluator.js';
import type { MirroredAccounts } from '../mirror/mirrored-accounts.js';
import { isMirrorElsewhere } from '../mirror/schema.js';
import { needsMirror, recordFilter, unknownAccount, type RecordFilter, type RecordQuestion } from './record-filter.js';

/** Which records of this account may this member see (edit, delete …)? */
export interface ListQuestion extends RecordQuestion {
  readonly accountId: string;
  /** Nothing older than this version of the account. */
  readonly atLeast?: number;
}

export interface RecordListsOptions {
  readonly evaluator: RosterEvaluator;
  /** Where the records' database has the mirror tables. */
  readonly mirrored?: MirroredAccounts;
  /** Owners that are listed one by one; 2,000 unless said. */
  readonly mostOwners?: number;
}

/** Milliseconds for which the account and its mirror are waited for to be of one version. */
const LONGEST_WAIT = 2_000 * PATIENCE;

/** Lists of the records that a member reaches, made in the database that has them. */
export class RecordLists {
  constructor(private readonly options: RecordListsOptions) {}

  /**
   * Makes the filter and lets `run` ask the database with it. Where the mirror turns out to be of another version at
   * that instant, filter and statement are made anew, so `run` must be one that may be repeated: a read, or a transaction
   * of its own. Rejects with `check.stale` where the two do not meet within 2 s (the first list of a large account may
   * take longer: ask again), with `filter.too-large` where a mirror is needed and there is none, and as `run` does.
   */
  async list<T>(question: ListQuestion, run: (filter: RecordFilter) => Promise<T>): Promise<T> {
    const { evaluator } = this.options;
    const deadline = evaluator.clock() + LONGEST_WAIT;
    for (let atLeast = question.atLeast ?? 0; ;) {
      const filter = await this.filter(question, { atLeast, deadline });
      const present = needsMirror(filter) ? await this.mirroredVersion(filter, deadline) : filter.version;
      if (present === filter.version) {
        const outcome = await run(filter).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        if ('value' in outcome) return outcome.value;
        if (!isMirrorElsewhere(outcome.error)) throw outcome.error;
      }
      if (evaluator.clock() >= deadline) throw stale();
      // Another replica of the service has heard of a change before this one.
      if (present !== undefined) atLeast = Math.max(atLeast, present);
    }
  }

  private async filter(
    { accountId, ...question }: ListQuestion,
    demand: { atLeast: number; deadline: number },
  ): Promise<RecordFilter> {
    const { evaluator, mirrored, mostOwners } = this.options;
    const account = await evaluator.account(accountId, demand);
    const now = evaluator.clock();
    if (!account) return unknownAccount(accountId, now);
    return recordFilter(account, lowered(question), {
      now,
      mirrored: mirrored !== undefined,
      ...(mostOwners !== undefined && { mostOwners }),
    });
  }

  private async mirroredVersion({ accountId, version }: RecordFilter, deadline: number): Promise<number | undefined> {
    const { evaluator, mirrored } = this.options;
    const given = new AbortController();
    const tooLate = delay(Math.max(deadline - evaluator.clock(), 0), undefined, { signal: given.signal }).then(() => {
      throw stale();
    });
    try {
      return await Promise.race([mirrored?.bring(accountId, version), tooLate]);
    } finally {
      given.abort();
      tooLate.catch(() => undefined);
    }
  }
}

/** Ids of ours are UUIDs, which have one spelling here. */
const lowered = ({ memberId, projectId, ...rest }: RecordQuestion): RecordQuestion => ({
  ...rest,
  memberId: memberId.toLowerCase(),
  ...(projectId !== undefined && { projectId: projectId.toLowerCase() }),
});

const stale = () => new RosterError(checkStale, undefined, { details: { retryAfter: 1 } });
