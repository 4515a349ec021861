import {
  checkStale,
  loadPresets,
  permissionDenied,
  RosterError,
  type CheckDecision,
  type CheckRequest,
  type OtherUser,
  type PresetSet,
} from '@roster/contracts';
import { Bus } from '../bus/bus.js';
import type { Logger } from '../bus/logger.js';
import { RpcClient } from '../bus/rpc.client.js';
import { RosterEvaluator } from '../evaluator/evaluator.js';
import { RpcSnapshotSource } from '../evaluator/rpc-source.js';
import { followAccess } from '../feed/access-feed.js';
import { AccessKeys } from '../feed/access-keys.js';
import type { RecordFilter } from '../filter/record-filter.js';
import { RecordLists, type ListQuestion } from '../filter/record-lists.js';
import type { MirrorDatabase } from '../mirror/database.js';
import { Mirror } from '../mirror/mirror.js';
import { MirroredAccounts } from '../mirror/mirrored-accounts.js';
import { RosterClient } from '../remote/roster-client.js';

export interface RosterOptions {
  /** The bus: one address or several, separated by commas. */
  readonly servers: string;
  /** The bus user that this service is; `service`, which has no name of its own, unless said. */
  readonly user?: Pick<OtherUser, 'kind' | 'name'>;
  /** Of that user. */
  readonly nkeySeed?: string;
  /** By which what access says of its accounts is told from what others say in its name: {@link AccessKeys}. */
  readonly accessPublicKey: string;
  readonly logger: Logger;
  /** The folder of presets that do not come with Roster; `ROSTER_PRESETS_DIR` unless said. */
  readonly presetsDir?: string;
  /** The service's own database, where it has the mirror tables. Only lists of many owners need them. */
  readonly mirror?: MirrorDatabase;
  /** Owners that a list names one by one; 2,000 unless said. */
  readonly mostOwners?: number;
  /** Milliseconds: nothing is answered from a state that may be older. 1,000 unless said. */
  readonly bound?: number;
  /** Members kept in memory, over all accounts; 200,000 unless said. */
  readonly maxMembers?: number;
}

/**
 * Roster for another service: decisions in this process, from accounts that it holds and keeps up to date, and the
 * filters for its lists. Fails closed.
 */
export class Roster {
  private constructor(
    readonly presets: PresetSet,
    readonly evaluator: RosterEvaluator,
    /** Asks the access service itself. */
    readonly client: RosterClient,
    private readonly lists: RecordLists,
    private readonly end: () => Promise<void>,
  ) {}

  /** Connects, waiting for the bus for up to 30 s. Throws a `PresetError` for presets that are wrong. */
  static async connect(options: RosterOptions): Promise<Roster> {
    const { logger, servers, user, nkeySeed, mirror, mostOwners, bound, maxMembers } = options;
    const presets = loadPresets(options.presetsDir);
    const keys = new AccessKeys(options.accessPublicKey);
    const bus = await Bus.connect({
      servers,
      caller: user?.kind ?? 'service',
      logger,
      name: user?.name,
      nkeySeed,
    });
    const rpc = new RpcClient(bus);
    const client = new RosterClient(rpc);
    const source = new RpcSnapshotSource(rpc, keys);
    const evaluator = new RosterEvaluator({
      logger,
      source,
      presets,
      remote: client,
      ...(bound !== undefined && { bound }),
      ...(maxMembers !== undefined && { maxMembers }),
    });
    const mirrored = mirror && new MirroredAccounts(new Mirror(mirror), source, logger);
    const stop = await followAccess(bus, keys, {
      changed(accountId, change, link) {
        evaluator.changed(accountId, change, link);
        mirrored?.changed(accountId, change);
      },
      beat: (heartbeat) => evaluator.beat(heartbeat),
    });
    const lists = new RecordLists({
      evaluator,
      ...(mirrored && { mirrored }),
      ...(mostOwners !== undefined && { mostOwners }),
    });
    return new Roster(presets, evaluator, client, lists, () => {
      stop();
      return bus.drain();
    });
  }

  /** May this member do that (to this record)? Where nobody can say, it is a denial: `stale`. */
  check(question: CheckRequest): Promise<CheckDecision> {
    return this.evaluator.check(question);
  }

  /**
   * Rejects with `permission.denied`, its `details` naming the permission and the deciding rule, unless the member may;
   * with `check.stale` where nobody can say.
   */
  async authorize(question: CheckRequest): Promise<void> {
    const { allowed, reason } = await this.check(question);
    if (allowed) return;
    if (reason === 'stale') throw new RosterError(checkStale, undefined, { details: { retryAfter: 1 } });
    const { permission } = question;
    throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }

  /**
   * Lists the records that a member reaches: `run` asks the database, with the filter in its statement (`filterSql`,
   * `filterQuery`). It may be called again, where the mirror moved on at that instant. Rejects with `check.stale` where
   * nobody can say, with `filter.too-large` where the owners are too many to be named and there is no mirror.
   */
  list<T>(question: ListQuestion, run: (filter: RecordFilter) => Promise<T>): Promise<T> {
    return this.lists.list(question, run);
  }

  close(): Promise<void> {
    return this.end();
  }
}
