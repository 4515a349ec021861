import type { AccountDelta, AccountPolicy, MemberPolicy, ProjectPolicy } from '@roster/permissions';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { event, rpc } from '../core/contract.js';
import { Described } from '../core/described.js';
import { CONTEXTS } from '../core/naming.js';
import { checkStale, Freshness } from './freshness.contract.js';

export class SnapshotQuery extends Freshness {
  @IsId()
  accountId!: string;

  /** What the asker has: where it can be had, the answer is what has changed since. */
  @IsOptional()
  @IsInt()
  @Min(0)
  since?: number;

  /** `next` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  after?: string;
}

/**
 * Access's signature of a change. It covers `preset`, `catalogueHash`, `from`, `version`, the account's id and these, so
 * that nobody who can write on the bus, or in a stream, can change what members may do.
 */
export class ChangeSeal {
  /** SHA-256, in hex, of the delta. */
  content!: string;
  /** The hash of the change before; empty for the first one. */
  previous!: string;
  /** Ed25519, in base64. */
  signature!: string;
}

/** The seal as the ledger keeps it: with what was sealed and does not stand in the delta. */
export class StoredSeal extends ChangeSeal {
  preset!: string;
  catalogueHash!: string;
}

/**
 * An account for those who decide for themselves: either everything, its members and projects in pages, or
 * the deltas that lead on from `since` (none where that is the present version). Pages may be of different versions;
 * each is the full state of what it names, so deltas from the first page's version on make them one.
 */
export class SnapshotPage {
  /** False: there is no such account, and the rest is absent. */
  found!: boolean;
  preset?: string;
  /** Of the catalogue that these policies are written for. Whoever has another one must not decide. */
  catalogueHash?: string;
  version?: number;
  /** Without its members and projects. On the first page only. */
  @Described({ type: 'object', additionalProperties: true })
  account?: Omit<AccountPolicy, 'members' | 'projects'>;
  @Described({ type: 'array', items: { type: 'object' } })
  members?: MemberPolicy[];
  @Described({ type: 'array', items: { type: 'object' } })
  projects?: ProjectPolicy[];
  /** Where the next page starts; null on the last one. */
  next?: string | null;
  @Described({ type: 'array', items: { type: 'object' } })
  deltas?: AccountDelta[];
  /** Of each of the deltas, in their order. */
  seals?: StoredSeal[];
  /** What the change that led to `version` is called in the account's history; absent where it has no seal. */
  hash?: string;
}

export const getSnapshot = rpc({
  context: 'access',
  noun: 'snapshot',
  verb: 'get',
  permission: { open: 'service' },
  input: SnapshotQuery,
  output: SnapshotPage,
  errors: [checkStale],
  callers: ['gateway', 'identity', 'billing', 'notifications', 'service'],
  deadline: 2_000,
});

/** A role, a team, a member, a project, or the account as a whole. */
export class ChangeTarget {
  type!: string;
  id!: string;
}

export class AccountChange {
  preset!: string;
  catalogueHash!: string;
  /** The version before, and the one that this led to. */
  from!: number;
  version!: number;
  /** Null where it is too large for a message: whoever holds the account loads it again. */
  @Described({ type: 'object', additionalProperties: true, nullable: true })
  delta!: AccountDelta | null;
  seal!: ChangeSeal;
  /** What was changed, for windows that show it. It is not sealed: nothing is decided by it. Older events leave it out. */
  target?: ChangeTarget;
}

const idOf =
  (type: string) =>
  ({ target }: AccountChange) =>
    target?.type === type ? target.id : undefined;

/** A change of an account's authorization: one event for each version. */
export const accountChanged = event({
  context: 'access',
  noun: 'account',
  past: 'changed',
  version: 1,
  data: AccountChange,
  consumers: [],
  listeners: [...CONTEXTS, 'gateway', 'service'],
  notices: [
    { noun: 'permissions', permission: { open: 'account' }, id: () => null },
    { noun: 'audit', permission: 'audit:view', id: () => null },
    { noun: 'account', permission: { open: 'account' }, id: idOf('account') },
    {
      noun: 'role',
      permission: 'roles:view',
      id: (change) => idOf('role')(change) ?? (idOf('account')(change) && null),
    },
    { noun: 'team', permission: 'members:view', id: idOf('team') },
    { noun: 'member', permission: 'members:view', id: idOf('member') },
    { noun: 'project', permission: 'projects:view', id: idOf('project') },
  ],
});

/**
 * Said several times a second on `heartbeatSubject('access')`, outside the streams: the versions of the accounts that
 * changed within the last `window` milliseconds, as committed when it was said, whether or not their events are out.
 * The header `Roster-Signature` is access's over the message's text: one that anybody could forge would make everything
 * stale.
 */
export interface Heartbeat {
  /** When the database was read for it: milliseconds since 1970 by the sender's clock. */
  readonly at: number;
  /** The hash of the sender's presets: a process that has others decides otherwise. */
  readonly presets: string;
  readonly window: number;
  readonly versions: Readonly<Record<string, number>>;
}
