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
import { Bus } from './bus/bus.js';
import type { Logger } from './bus/logger.js';
import { RpcClient } from './bus/rpc.client.js';
import { RosterEvaluator } from './evaluator/evaluator.js';
import { RpcSnapshotSource } from './evaluator/rpc-source.js';
import { followAccess } from './feed/access-feed.js';
import { AccessKeys } from './feed/access-keys.js';
import type { RecordFilter } from './filter/record-filter.js';
import { RecordLists, type ListQuestion } from './filter/record-lists.js';
import type { MirrorDatabase } from './mirror/database.js';
import { Mirror } from './mirror/mirror.js';
import { MirroredAccounts } from './mirror/mirrored-accounts.js';
import { RosterClient } from './remote/roster-client.js';

export interface RosterOptions {
  /** The bus: one address or several, separated by commas. */
  readonly servers: string;
  /** The bus user of this service. Default: `service`, which has no name of its own. */
  readonly user?: Pick<OtherUser, 'kind' | 'name'>;
  /** The nkey seed of that user. */
  readonly nkeySeed?: string;
  /** The public key that verifies messages from access: see {@link AccessKeys}. */
  readonly accessPublicKey: string;
  readonly logger: Logger;
  /** The folder with presets that do not ship with Roster. Default: `ROSTER_PRESETS_DIR`. */
  readonly presetsDir?: string;
  /** The service's own database, if it has the mirror tables. Only lists of many owners need them. */
  readonly mirror?: MirrorDatabase;
  /** How many owners a list names one by one at most. Default: 2,000. */
  readonly mostOwners?: number;
  /** Milliseconds: the maximum age of the state that answers are made from. Default: 1,000. */
  readonly bound?: number;
  /** The maximum number of members in memory, over all accounts. Default: 200,000. */
  readonly maxMembers?: number;
}

/**
 * Roster for another service: decisions in this process, from accounts that it holds and keeps up to date, and filters
 * for its lists. It fails closed.
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

  /** Connects, waiting up to 30 s for the bus. Throws a `PresetError` for presets that are wrong. */
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

  /** May this member do that (to this record)? Where nobody can decide it is a denial: `stale`. */
  check(question: CheckRequest): Promise<CheckDecision> {
    return this.evaluator.check(question);
  }

  /**
   * Rejects with `permission.denied` unless the member may; `details` name the permission and the deciding rule.
   * Rejects with `check.stale` where nobody can decide.
   */
  async authorize(question: CheckRequest): Promise<void> {
    const { allowed, reason } = await this.check(question);
    if (allowed) return;
    if (reason === 'stale') throw new RosterError(checkStale, undefined, { details: { retryAfter: 1 } });
    const { permission } = question;
    throw new RosterError(permissionDenied, undefined, { details: { permission, reason } });
  }

  /**
   * Lists the records that a member reaches. `run` queries the database with the filter in its statement (`filterSql`,
   * `filterQuery`). It may be called again where the mirror changed at that instant. Rejects with `check.stale` where
   * nobody can decide, and with `filter.too-large` where there are too many owners to name and no mirror.
   */
  list<T>(question: ListQuestion, run: (filter: RecordFilter) => Promise<T>): Promise<T> {
    return this.lists.list(question, run);
  }

  close(): Promise<void> {
    return this.end();
  }
}
