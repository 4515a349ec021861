import { setTimeout as delay } from 'node:timers/promises';
import {
  checkStale,
  PATIENCE,
  RosterError,
  serviceUnavailable,
  type AccountChange,
  type CheckDecision,
  type CheckRequest,
  type Heartbeat,
  type PresetSet,
} from '@roster/contracts';
import {
  compile,
  needsRegister,
  resolveQuestion,
  type AskedQuestion,
  type CompiledAccount,
  type Decision,
} from '@roster/permissions';
import { LRUCache } from 'lru-cache';
import { validate as isUuid } from 'uuid';
import { decided, explained } from '../decision/decided.js';
import { decisionOf, questionOf } from '../decision/wire.js';
import type { Logger } from '../bus/logger.js';
import type { AccessListener } from '../feed/access-feed.js';
import { Freshness } from '../feed/freshness.js';
import type { Link } from '../feed/seal.js';
import { DivergedHistory, HeldAccount } from './held-account.js';
import type { LoadedAccount, SnapshotSource } from './source.js';

export interface RosterEvaluatorOptions {
  readonly source: SnapshotSource;
  /** The presets of this process. An account with another catalogue is never decided about here. */
  readonly presets: PresetSet;
  /** Milliseconds: the maximum age of the state that answers are made from. Default: 1,000. */
  readonly bound?: number;
  /** The maximum number of members in memory; the accounts unused for longest are dropped. Default: 200,000. */
  readonly maxMembers?: number;
  /** Asked where this process cannot decide alone. */
  readonly remote?: { check(question: CheckRequest): Promise<CheckDecision> };
  /** Told where an account held here and access's record of it have different histories. */
  readonly logger?: Logger;
  /** Milliseconds since 1970, for expiries. */
  readonly clock?: () => number;
  /** Milliseconds of a monotonic clock, for freshness. */
  readonly monotonic?: () => number;
}

export interface Demand {
  /** The minimum version of the account. */
  readonly atLeast?: number;
  /** The instant (ms since 1970) at which the caller gives up. */
  readonly deadline?: number;
}

/** Milliseconds: the longest wait for a version, the pause between two looks, and the time reserved for an answer. */
const LONGEST_WAIT = 2_000 * PATIENCE;
const LOOK_AFTER = [25, 50, 100] as const;
const LAST_LOOK_AFTER = 200;
const TO_ANSWER = 50;
/** Milliseconds for which a check waits for an account to load before access itself is asked. */
const LOAD_WAIT = 350;
/** Milliseconds before an account with a foreign catalogue is read again, to see whether its catalogue is ours now. */
const FOREIGN_FOR = 10_000;

interface Load {
  readonly result: Promise<HeldAccount | undefined>;
  readonly startedAt: number;
}

/** The account has a catalogue that this process does not have. Only access itself can decide about it. */
export class ForeignCatalogue extends RosterError {
  constructor() {
    super(serviceUnavailable, 'The account is of a catalogue that is not loaded here');
  }
}

/**
 * Accounts held in process, ready for questions. An account is loaded when it is first asked about and kept up to date
 * by the events of access. Answers come from a state that was current at most `bound` ago, and is not older than any
 * version that was heard of. Where that is not certain, the evaluator asks its source; where the source is silent, it
 * has no answer.
 */
export class RosterEvaluator implements AccessListener {
  readonly clock: () => number;
  private readonly bound: number;
  private readonly monotonic: () => number;
  private readonly freshness = new Freshness();
  private readonly kept: LRUCache<string, HeldAccount>;
  private readonly foreign = new LRUCache<string, true>({ max: 10_000, ttl: FOREIGN_FOR });
  private readonly loads = new Map<string, Load>();
  /** The highest version that was heard of while an account was being read. */
  private readonly heardMeanwhile = new Map<string, number>();

  constructor(private readonly options: RosterEvaluatorOptions) {
    const { bound = 1_000, maxMembers: maxSize = 200_000, clock = Date.now, monotonic } = options;
    this.bound = bound;
    this.clock = clock;
    this.monotonic = monotonic ?? (() => performance.now());
    this.kept = new LRUCache({ maxSize, sizeCalculation: ({ compiled }) => Math.min(compiled.size + 1, maxSize) });
  }

  /** The account if it is held and fresh: no waiting. */
  held(accountId: string, atLeast = 0): CompiledAccount | undefined {
    const account = this.kept.get(accountId);
    return account && this.isUsable(account, atLeast) ? account.compiled : undefined;
  }

  /**
   * The account, fresh; undefined where there is none with this id. Waits for a version that is ahead until shortly
   * before the deadline, 2 s at most. Rejects with `check.stale` where it does not come (`details` say after how many
   * seconds to retry), with `service.unavailable` where nobody can answer, and with {@link ForeignCatalogue}.
   */
  async account(accountId: string, demand: Demand = {}): Promise<CompiledAccount | undefined> {
    return this.held(accountId, demand.atLeast) ?? this.ask(accountId.toLowerCase(), demand);
  }

  /**
   * The account as it is now: the source is asked, whatever is held. For callers who were denied from a state that may
   * be a moment old. Rejects as {@link account} does.
   */
  async present(accountId: string, demand: Demand = {}): Promise<CompiledAccount | undefined> {
    return this.ask(accountId.toLowerCase(), demand, false);
  }

  /**
   * May this member do that? Access is asked where the account is not enough (who owns a registered record), and where
   * the account is not available here. Where nobody can answer it is a denial: `stale`.
   */
  async check(request: CheckRequest): Promise<CheckDecision> {
    const { remote } = this.options;
    try {
      const account = await this.toDecide(request);
      if (account === 'elsewhere') return remote ? await remote.check(request) : STALE;
      const asked = questionOf(request, account?.catalogue);
      if (remote && account && needsRegister(account.catalogue, asked)) return await remote.check(request);
      return decisionOf(this.decided(account, asked, request.explain));
    } catch (error) {
      if (error instanceof RosterError && [serviceUnavailable, checkStale].some((kind) => error.is(kind))) return STALE;
      throw error;
    }
  }

  /** From now on, nothing older than this version is answered. Called with the version of a write. */
  heard(accountId: string, version: number): void {
    this.kept.peek(accountId)?.hear(version);
    const heard = this.heardMeanwhile.get(accountId);
    if (heard !== undefined && version > heard) this.heardMeanwhile.set(accountId, version);
  }

  changed(accountId: string, { catalogueHash, version, delta }: Omit<AccountChange, 'seal'>, link?: Link): void {
    this.heard(accountId, version);
    const account = this.kept.peek(accountId);
    if (!account) return;
    if (account.compiled.catalogue.hash !== catalogueHash) this.kept.delete(accountId);
    else if (delta) this.safely(accountId, account, () => account.follow(delta, link));
  }

  beat(heartbeat: Heartbeat): void {
    for (const [accountId, version] of Object.entries(heartbeat.versions)) this.heard(accountId, version);
    this.freshness.take(heartbeat, { now: this.clock(), monotonic: this.monotonic() });
  }

  /** The account for a decision; `elsewhere` where it has another catalogue, or is so large that loading takes long. */
  private async toDecide({ accountId, atLeast }: CheckRequest): Promise<CompiledAccount | 'elsewhere' | undefined> {
    const deadline = atLeast === undefined ? this.clock() + LOAD_WAIT : Infinity;
    try {
      return await this.account(accountId, { deadline, ...(atLeast !== undefined && { atLeast }) });
    } catch (error) {
      const isSlow = error instanceof RosterError && error.is(checkStale) && atLeast === undefined;
      if (isSlow || error instanceof ForeignCatalogue) return 'elsewhere';
      throw error;
    }
  }

  private decided(account: CompiledAccount | undefined, asked: AskedQuestion, isExplained = false): Decision {
    const question = account ? resolveQuestion(account.catalogue, asked) : asked;
    return (isExplained ? explained : decided)(account, question, this.clock());
  }

  /** Answers from what is held, if that is allowed, or from a read that began after the question. */
  private async ask(id: string, demand: Demand, heldWillDo = true): Promise<CompiledAccount | undefined> {
    if (!isUuid(id)) return undefined;
    const askedAt = this.monotonic();
    const giveUpAt = this.giveUpAt(demand);
    const atLeast = Math.max(demand.atLeast ?? 0, this.kept.peek(id)?.newest ?? 0);
    for (let looks = 0; ;) {
      const held = heldWillDo ? this.held(id, atLeast) : undefined;
      if (held) return held;
      const load = this.load(id);
      const account = await this.before(giveUpAt, load.result);
      // A read that took longer than the bound is out of date. The next one has less to read.
      if (load.startedAt < Math.max(askedAt, this.monotonic() - this.bound)) continue;
      if ((account?.compiled.version ?? 0) >= atLeast) return account?.compiled;
      const pause = LOOK_AFTER[looks++] ?? LAST_LOOK_AFTER;
      if (this.clock() + pause > giveUpAt) throw stale();
      await delay(pause);
    }
  }

  private isUsable(account: HeldAccount, atLeast = 0): boolean {
    return account.compiled.version >= atLeast && account.isFresh(this.monotonic() - this.bound, this.freshness.span);
  }

  private giveUpAt({ deadline = Infinity }: Demand): number {
    return Math.min(deadline - TO_ANSWER, this.clock() + LONGEST_WAIT);
  }

  /** Loads the account. Callers who come while it is being read share the read. */
  private load(id: string): Load {
    const running = this.loads.get(id);
    if (running) return running;
    const startedAt = this.monotonic();
    this.heardMeanwhile.set(id, 0);
    const result = this.read(id, startedAt).finally(() => {
      this.loads.delete(id);
      this.heardMeanwhile.delete(id);
    });
    const load = { startedAt, result };
    this.loads.set(id, load);
    return load;
  }

  private async read(id: string, startedAt: number): Promise<HeldAccount | undefined> {
    if (this.foreign.has(id)) throw new ForeignCatalogue();
    const { source } = this.options;
    const loaded = await source.load(id, this.kept.peek(id)?.compiled.version);
    if (!loaded) {
      this.kept.delete(id);
      return undefined;
    }
    const account = this.followed(id, loaded) ?? (await this.compiled(id, loaded));
    account?.verify(startedAt);
    account?.hear(this.heardMeanwhile.get(id) ?? 0);
    return account;
  }

  /** What is held, if the answer continues it, or if later changes have made it newer than the answer. */
  private followed(id: string, loaded: LoadedAccount): HeldAccount | undefined {
    const account = this.kept.peek(id);
    if (!account) return undefined;
    const fits = account.compiled.catalogue.hash === loaded.catalogueHash;
    try {
      return fits && this.safely(id, account, () => account.takes(loaded)) ? account : undefined;
    } catch (err) {
      if (!(err instanceof DivergedHistory)) throw err;
      // Access is the record: what it has replaces what is held.
      this.options.logger?.error({ err, accountId: id }, 'An account is read again');
      return undefined;
    }
  }

  private async compiled(id: string, loaded: LoadedAccount): Promise<HeldAccount | undefined> {
    // The held account may have been dropped since it was asked for, and then there is nothing to apply the deltas to.
    const whole = loaded.state.kind === 'whole' ? loaded : await this.options.source.load(id);
    this.kept.delete(id);
    if (whole?.state.kind !== 'whole') return undefined;
    const catalogue = this.options.presets.catalogue(whole.preset);
    if (catalogue?.hash !== whole.catalogueHash) {
      this.foreign.set(id, true);
      throw new ForeignCatalogue();
    }
    const account = new HeldAccount(compile(catalogue, whole.state.policy), whole.state.hash);
    this.kept.set(id, account);
    return account;
  }

  /** Applies a change. If it fails half-way, the account is dropped, so that nothing is answered from it. */
  private safely(id: string, account: HeldAccount, change: () => boolean): boolean {
    try {
      const done = change();
      // Set again, because its size may have changed.
      this.kept.set(id, account);
      return done;
    } catch (error) {
      this.kept.delete(id);
      throw error;
    }
  }

  private async before<T>(giveUpAt: number, result: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(stale()), Math.max(giveUpAt - this.clock(), 0));
    });
    try {
      return await Promise.race([result, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

const STALE: CheckDecision = { allowed: false, reason: 'stale', scope: [], version: 0 };
const stale = () => new RosterError(checkStale, undefined, { details: { retryAfter: 1 } });
