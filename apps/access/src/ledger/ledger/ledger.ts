import { Injectable } from '@nestjs/common';
import { accountNotFound, RosterError, type ClientOrigin, type ActivityEntry } from '@roster/contracts';
import { deltaBetween, type AccountDelta, type AccountPolicy } from '@roster/permissions';
import { AccessSigner, sealed } from '@roster/client';
import { afterCommit } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { lockAccount } from '../../account/accounts/account.js';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import { DecisionPoint } from '../feed/decision-point.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { chainHash, FIRST_HASH, type ChainedChange, type ChangeActor } from './chain.js';
import { apart } from '../../account/accounts/pairs.js';
import { partsBetween } from './parts.js';
import { differenceBetween, persist } from './persist.js';
import { Announcements } from './announcements.js';

/** What the ledger records about a change besides what changed. */
export interface Entry {
  readonly actor: ChangeActor;
  /** `role.created`, `member.roles-set` … */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly requestId: string;
  /** Where the actor made the request from. Only for requests to this service. */
  readonly client?: ClientOrigin;
}

/**
 * Makes the account's next state, in which everything unchanged is the same object. Undefined, or a state with the same
 * content, changes nothing. `now` is in ms.
 */
export type Work = (account: AccountSnapshot, now: number) => Next | Promise<Next>;
type Next = StoredAccount | undefined;

export interface Changed {
  readonly before: AccountSnapshot;
  /** The same as `before` where nothing changed. */
  readonly after: AccountSnapshot;
}

/**
 * The only place where an account's authorization changes and its version rises. Each version is one row of the ledger,
 * one event and the rows that differ, all in the same transaction.
 */
@Injectable()
export class Ledger {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly announcements: Announcements,
    private readonly decisions: DecisionPoint,
    private readonly signer: AccessSigner,
  ) {}

  /**
   * Locks the account until the end of the transaction, which must have entered the account, and changes it. Rejects
   * with `account.not-found` where access does not know it, and with whatever `work` throws.
   */
  async change(manager: EntityManager, accountId: string, entry: Entry, work: Work): Promise<Changed> {
    const row = await lockAccount(manager, accountId);
    if (!row) throw new RosterError(accountNotFound);
    const before = await this.snapshots.underLock(manager, row);
    const now = Date.now();
    const next = await work(before, now);
    const difference = next && differenceBetween(before.stored, next);
    if (!next || (!difference && row.version > 0)) return { before, after: before };
    const raised = { ...next, version: row.version + 1 };
    const after = before.next(raised);
    await persist(manager, raised, difference);
    const delta = deltaOf(before, after);
    const last = await lastHashes(manager, accountId, before.version);
    const { seal, link } = this.seal(after, delta, last.sealed);
    await this.write(manager, {
      entry,
      now,
      before,
      after,
      delta,
      seal: { ...seal, hash: link.hash },
      last: last.chained,
    });
    await this.announcements.make(manager, { before, after, delta, seal, target: entry.target });
    const activity = entryOf(entry, now, after.version);
    if (activity) await this.announcements.tell(manager, accountId, activity);
    afterCommit(manager, () => {
      this.snapshots.keep(after);
      this.decisions.follow(after, delta, link);
    });
    return { before, after };
  }

  private seal({ preset, catalogue, stored }: AccountSnapshot, delta: AccountDelta, previous: string) {
    const { from, version } = delta;
    const about = { preset: preset.name, catalogueHash: catalogue.hash };
    const { seal, link } = sealed({ ...about, accountId: stored.id, from, version, delta }, previous, this.signer);
    return { seal: { ...about, ...seal }, link };
  }

  private async write(
    manager: EntityManager,
    { entry, now, before, after, delta, seal, last }: Changed & Written,
  ): Promise<void> {
    const accountId = after.stored.id;
    const change: ChainedChange = {
      accountId,
      version: after.version,
      at: new Date(now).toISOString(),
      actor: entry.actor,
      action: entry.action,
      targetType: entry.target.type,
      targetId: entry.target.id,
      parts: partsBetween(before, after),
      requestId: entry.requestId,
    };
    await manager.query(
      `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, delta, request_id,
         previous_hash, hash, seal) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        accountId,
        change.version,
        change.at,
        JSON.stringify(change.actor),
        change.action,
        change.targetType,
        change.targetId,
        JSON.stringify(change.parts),
        JSON.stringify(delta),
        change.requestId,
        last,
        chainHash(last, change),
        JSON.stringify(seal),
      ],
    );
  }
}

/**
 * The activity entry of a change that a member asked this service for. A change that follows from another service's is
 * in the activity there.
 */
function entryOf({ actor, action, target, client }: Entry, now: number, version: number): ActivityEntry | undefined {
  if (actor.kind !== 'member' || !client) return undefined;
  return {
    memberId: actor.memberId,
    action,
    targetType: target.type,
    targetId: target.id,
    version,
    at: new Date(now).toISOString(),
    address: client.address,
    userAgent: client.userAgent ?? null,
  };
}

/** What a row of the ledger is built from, besides the change itself. `last` is the hash of the row before. */
interface Written {
  readonly entry: Entry;
  readonly now: number;
  readonly delta: AccountDelta;
  readonly seal: object;
  readonly last: string;
}

/** The hashes of the row before: the ledger's, and the one that evaluators know; empty where it has no seal. */
async function lastHashes(
  manager: EntityManager,
  accountId: string,
  version: number,
): Promise<{ chained: string; sealed: string }> {
  if (version === 0) return { chained: FIRST_HASH, sealed: '' };
  const rows: { chained: string; sealed: string }[] = await manager.query(
    `select hash as chained, coalesce(seal->>'hash', '') as sealed from changes where account_id = $1 and version = $2`,
    [accountId, version],
  );
  const [last] = rows;
  if (!last) throw new Error(`The ledger of the account ${accountId} has no version ${version}`);
  return last;
}

/**
 * Finds the difference where the lists of members differ, and looks nowhere else. So it is fast in large accounts too.
 */
function deltaOf({ policy }: AccountSnapshot, { policy: after }: AccountSnapshot): AccountDelta {
  const before = policy.version === 0 ? nothing(policy.accountId) : policy;
  const [were, are] = apart(before.members, after.members);
  return deltaBetween({ ...before, members: were }, { ...after, members: are });
}

/** The empty account before the first version: the first delta contains everything. */
const nothing = (accountId: string): AccountPolicy => ({
  accountId,
  status: 'suspended',
  version: 0,
  ownerMemberId: '',
  roles: [],
  members: [],
});
