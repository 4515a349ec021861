import { Injectable } from '@nestjs/common';
import { accountNotFound, RosterError, type Act, type AuditAction, type ClientOrigin } from '@roster/contracts';
import { deltaBetween, type AccountDelta, type AccountPolicy } from '@roster/permissions';
import { AccessSigner, sealed } from '@roster/client';
import { afterCommit } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { lockAccount } from '../../account/accounts/account.js';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import { DecisionPoint } from '../feed/decision-point.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import type { AccountEntity } from '../../account/accounts/account.entity.js';
import type { ChangeActor, ChangePart } from './chain.js';
import { insertRow, readHead } from './rows.js';
import { apart } from '../../account/accounts/pairs.js';
import { partsBetween } from './parts.js';
import { differenceBetween, persist } from './persist.js';
import { Announcements } from './announcements.js';

/** What the ledger records about a change besides what changed. */
export interface Entry {
  readonly actor: ChangeActor;
  /** `role.created`, `member.roles-set` … */
  readonly action: AuditAction;
  readonly target: { readonly type: string; readonly id: string };
  readonly requestId: string;
  /** The id of the event that told of it; by default one is made. */
  readonly id?: string;
  /** Where the actor made the request from. */
  readonly client?: ClientOrigin | undefined;
  /** What changed besides what decisions rest on. */
  readonly parts?: readonly ChangePart[];
  /**
   * `always` for an act that is recorded even where the account has nothing to change any more; `never` for what is no act of
   * anybody and is not shown where it changes nothing that decisions rest on. By default a row is an act if it changes something.
   */
  readonly shown?: 'always' | 'never';
  /** Whether it takes a version even where it changes nothing that decisions rest on: its place among them counts. */
  readonly takesVersion?: (account: AccountSnapshot) => boolean;
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
 * one event and the rows that differ, all in the same transaction. Acts that change nothing of it stand in the same chain.
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
    const isEmpty = !difference && row.version > 0 && !entry.takesVersion?.(before);
    if (!next || isEmpty) {
      if (entry.shown === 'always') await this.add(manager, row, entry.id ?? uuidv7(), entryAct(entry, now));
      return { before, after: before };
    }
    const raised = { ...next, version: row.version + 1 };
    const after = before.next(raised);
    await persist(manager, raised, difference);
    const delta = deltaOf(before, after);
    const last = await readHead(manager, accountId, before.version);
    const { seal, link } = this.seal(after, delta, last.sealed);
    const changed = partsBetween(before, after);
    await insertRow(
      manager,
      {
        ...rowOf(accountId, entryAct(entry, now, changed)),
        requestId: entry.requestId,
        id: entry.id ?? uuidv7(),
        version: after.version,
        step: 0,
        isAct: entry.shown !== 'never' || changed.length > 0,
        delta,
        seal: { ...seal, hash: link.hash },
      },
      last.chained,
    );
    await this.announcements.make(manager, { before, after, delta, seal, act: entryAct(entry, now) });
    afterCommit(manager, () => {
      this.snapshots.keep(after);
      this.decisions.follow(after, delta, link);
    });
    return { before, after };
  }

  /**
   * Adds an act that changes nothing that decisions rest on. Locks the account until the end of the transaction, which must have
   * entered it. `id` is that of the event that told of it. Rejects with `account.not-found` where access does not know it yet.
   */
  async record(manager: EntityManager, accountId: string, id: string, act: Act): Promise<void> {
    const row = await lockAccount(manager, accountId);
    if (!row) throw new RosterError(accountNotFound);
    await this.add(manager, row, id, act);
  }

  private async add(
    manager: EntityManager,
    { id: accountId, version }: AccountEntity,
    id: string,
    act: Act,
  ): Promise<void> {
    const last = await readHead(manager, accountId, version);
    const nothing = { isAct: true, delta: null, seal: null };
    const row = {
      ...rowOf(accountId, act),
      requestId: act.requestId ?? id,
      id,
      version,
      step: last.step + 1,
      ...nothing,
    };
    await insertRow(manager, row, last.chained);
    await manager.query('update accounts set acts = acts + 1 where id = $1', [accountId]);
  }

  private seal({ preset, catalogue, stored }: AccountSnapshot, delta: AccountDelta, previous: string) {
    const { from, version } = delta;
    const about = { preset: preset.name, catalogueHash: catalogue.hash };
    const { seal, link } = sealed({ ...about, accountId: stored.id, from, version, delta }, previous, this.signer);
    return { seal: { ...about, ...seal }, link };
  }
}

/** What an entry records, as an act of this instant (ms). */
const entryAct = (
  { actor, action, target, parts = [], client, requestId }: Entry,
  now: number,
  changed: readonly ChangePart[] = [],
): Act => ({
  actor,
  action,
  targetType: target.type,
  targetId: target.id,
  parts: [...changed, ...parts],
  at: new Date(now).toISOString(),
  address: client?.address ?? null,
  userAgent: client?.userAgent ?? null,
  requestId,
});

const rowOf = (accountId: string, act: Act) => ({
  accountId,
  at: act.at,
  actor: act.actor,
  action: act.action,
  targetType: act.targetType,
  targetId: act.targetId,
  parts: act.parts,
  address: act.address,
  userAgent: act.userAgent,
});

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
