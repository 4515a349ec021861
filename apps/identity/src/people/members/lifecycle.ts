import {
  activeSwitchUnsupported,
  memberIsBillingContact,
  memberIsOwner,
  memberLeaving,
  memberNotActive,
  memberNotFound,
  memberNotInactive,
  memberNotRevoked,
  memberReassignmentRequired,
  RosterError,
  type ErrorKind,
  type MemberStatus,
  type Preset,
} from '@roster/contracts';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from './member.entity.js';

/** What can be taken away, from the least to the most. */
export const TAKEN = ['inactive', 'revoked', 'deleted'] as const;
export type TakenStatus = (typeof TAKEN)[number];

export type LifecycleVerb = 'activate' | 'deactivate' | 'reactivate' | 'revoke' | 'delete';

/** What a verb takes: nothing any more, withdrawing his invitation, or bringing him to a status. */
export type Move = 'none' | 'withdraw' | 'active' | TakenStatus;

interface Rule {
  readonly moves: Readonly<Partial<Record<MemberStatus, Move>>>;
  /** From any other status. */
  readonly refusal: ErrorKind;
}

/** The state machine (`docs/glossary.md`, member status); accepting, expiring and withdrawing are the invitation's. */
const RULES: Readonly<Record<LifecycleVerb, Rule>> = {
  deactivate: { moves: { active: 'inactive', inactive: 'none' }, refusal: memberNotActive },
  activate: { moves: { inactive: 'active', active: 'none' }, refusal: memberNotInactive },
  revoke: {
    moves: { invited: 'withdraw', active: 'revoked', inactive: 'revoked', revoked: 'none' },
    refusal: memberNotRevoked,
  },
  reactivate: { moves: { revoked: 'active', active: 'none' }, refusal: memberNotRevoked },
  delete: {
    moves: { invited: 'withdraw', active: 'deleted', inactive: 'deleted', revoked: 'deleted' },
    refusal: memberNotRevoked,
  },
};

/** Whose life it is, and what it is held to. */
export interface Life {
  readonly member: Pick<MemberEntity, 'id' | 'kind' | 'status' | 'deletingSince'>;
  readonly account: Pick<AccountEntity, 'ownerMemberId'>;
  readonly preset: Pick<Preset, 'lifecycle' | 'billingContact'>;
  /** Whether something that takes his access away has begun and is not over. */
  readonly isLeaving: boolean;
  /** Who takes over his records. */
  readonly successorId?: string | undefined;
}

/** Throws what the verb is refused with, for this member in this product at this time. */
export function moveOf(verb: LifecycleVerb, life: Life): Move {
  const { member, account, preset, isLeaving } = life;
  // A service account goes with its keys.
  if (member.kind === 'service') throw new RosterError(memberNotFound);
  const isGiving = verb === 'activate' || verb === 'reactivate';
  const isSwitch = verb === 'activate' || verb === 'deactivate';
  if (isSwitch && !preset.lifecycle.activeSwitch) throw new RosterError(activeSwitchUnsupported);
  if (!isGiving && member.id === account.ownerMemberId) throw new RosterError(memberIsOwner);
  if (isGiving && (isLeaving || member.deletingSince)) throw new RosterError(memberLeaving);
  const { moves, refusal } = RULES[verb];
  const move = moves[member.status];
  if (!move) throw new RosterError(refusal);
  if (move === 'deleted') requireDeletable(life);
  return move;
}

function requireDeletable({ member, account, preset, successorId }: Life): void {
  const { deleteRequiresRevoked, deleteRequiresReassignment } = preset.lifecycle;
  if (deleteRequiresRevoked && member.status !== 'revoked') throw new RosterError(memberNotRevoked);
  if (billingContactOf(account, preset) === member.id) throw new RosterError(memberIsBillingContact);
  if (successorId === member.id) throw new RosterError(memberNotActive, 'Nobody takes over his own records');
  if (deleteRequiresReassignment && successorId === undefined) throw new RosterError(memberReassignmentRequired);
}

/** Null where the product has no billing contact. Until billing points to somebody else, it is the owner. */
const billingContactOf = (account: Life['account'], { billingContact }: Pick<Preset, 'billingContact'>) =>
  billingContact === 'none' ? null : account.ownerMemberId;

/** Whether a member of this status has lost as much as that, or more. */
export const isTaken = (status: MemberStatus, asMuchAs: TakenStatus): boolean =>
  (TAKEN as readonly MemberStatus[]).indexOf(status) >= TAKEN.indexOf(asMuchAs);

/** What is done with once this much is taken. */
export const upTo = (status: TakenStatus): TakenStatus[] => TAKEN.slice(0, TAKEN.indexOf(status) + 1);
