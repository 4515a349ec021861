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

/** What can be taken from a member, from the least to the most. */
export const TAKEN = ['inactive', 'revoked', 'deleted'] as const;
export type TakenStatus = (typeof TAKEN)[number];

export type LifecycleVerb = 'activate' | 'deactivate' | 'reactivate' | 'revoke' | 'delete';

/** What a verb does: nothing (it is done already), withdraw the invitation, or bring the member to a status. */
export type Move = 'none' | 'withdraw' | 'active' | TakenStatus;

interface Rule {
  readonly moves: Readonly<Partial<Record<MemberStatus, Move>>>;
  /** The error for every other status. */
  readonly refusal: ErrorKind;
}

/**
 * The state machine (`docs/glossary.md`, member status). Accepting, expiring and withdrawing are part of invitations.
 */
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

/** A member, with all that decides what may happen to them. */
export interface LifecycleContext {
  readonly member: Pick<MemberEntity, 'id' | 'kind' | 'status' | 'deletingSince'>;
  readonly account: Pick<AccountEntity, 'ownerMemberId' | 'billingContactId'>;
  readonly preset: Pick<Preset, 'lifecycle' | 'billingContact'>;
  /** Whether a change that takes their access away has begun and is not finished. */
  readonly isLeaving: boolean;
  /** The member who takes over their records. */
  readonly successorId?: string | undefined;
  /** The member who gets the bills in their place. */
  readonly billingContactId?: string | undefined;
}

/** Throws the error with which the verb is refused for this member, in this product, now. */
export function moveOf(verb: LifecycleVerb, context: LifecycleContext): Move {
  const { member, account, preset, isLeaving } = context;
  // A service account lives and dies with its keys; no verb applies to it.
  if (member.kind === 'service') throw new RosterError(memberNotFound);
  const isGiving = verb === 'activate' || verb === 'reactivate';
  const isSwitch = verb === 'activate' || verb === 'deactivate';
  if (isSwitch && !preset.lifecycle.activeSwitch) throw new RosterError(activeSwitchUnsupported);
  if (!isGiving && member.id === account.ownerMemberId) throw new RosterError(memberIsOwner);
  if (isGiving && (isLeaving || member.deletingSince)) throw new RosterError(memberLeaving);
  const { moves, refusal } = RULES[verb];
  const move = moves[member.status];
  if (!move) throw new RosterError(refusal);
  if (move === 'deleted') requireDeletable(context);
  return move;
}

function requireDeletable({ member, account, preset, successorId, billingContactId }: LifecycleContext): void {
  const { deleteRequiresRevoked, deleteRequiresReassignment } = preset.lifecycle;
  if (deleteRequiresRevoked && member.status !== 'revoked') throw new RosterError(memberNotRevoked);
  const isContact = billingContactOf(account, preset) === member.id;
  if (isContact && billingContactId === undefined) throw new RosterError(memberIsBillingContact);
  if (billingContactId === member.id)
    throw new RosterError(memberNotActive, 'Nobody gets their own bills as a successor');
  if (successorId === member.id) throw new RosterError(memberNotActive, 'Nobody takes over their own records');
  if (deleteRequiresReassignment && successorId === undefined) throw new RosterError(memberReassignmentRequired);
}

/** Null if the product has no billing contact. Until billing points to somebody else, it is the owner. */
export function billingContactOf(
  { billingContactId, ownerMemberId }: LifecycleContext['account'],
  { billingContact }: Pick<Preset, 'billingContact'>,
): string | null {
  if (billingContact === 'none') return null;
  return (billingContact === 'member' ? billingContactId : null) ?? ownerMemberId;
}

/** Whether a member of this status has lost as much as that, or more. */
export const isTaken = (status: MemberStatus, asMuchAs: TakenStatus): boolean =>
  (TAKEN as readonly MemberStatus[]).indexOf(status) >= TAKEN.indexOf(asMuchAs);

/** The statuses up to this one: whoever has lost this much has lost those too. */
export const upTo = (status: TakenStatus): TakenStatus[] => TAKEN.slice(0, TAKEN.indexOf(status) + 1);
