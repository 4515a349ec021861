import { IsIn, IsInt, IsNotEmpty, IsObject, IsOptional, Min } from 'class-validator';
import { IsId, Nothing } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import type { Envelope } from '../core/envelope.js';
import { memberReassignmentRequired } from '../identity/offboarding/deletion.contract.js';
import { memberNotActive } from '../identity/offboarding/ownership.contract.js';
import { MemberId, memberIsOwner, memberNotFound, type MemberChange } from '../identity/people/member.contract.js';
import { memberLastAdministrator, privilegeAboveOwn, roleAboveOwn } from './role.contract.js';

export class AppliedVersion {
  version!: number;
}

export class ApplyMember {
  /** The event as it stands in the outbox: same id, so the one that comes by the stream finds it done. */
  @IsObject()
  @IsNotEmpty()
  envelope!: Envelope<MemberChange>;
}

/**
 * A change that gives access: identity has committed it and asks for the version at which it holds (`docs/decisions.md` 2
 * to 4).
 */
export const applyMember = rpc({
  context: 'access',
  noun: 'member',
  verb: 'apply',
  permission: { open: 'service' },
  input: ApplyMember,
  output: AppliedVersion,
  callers: ['identity'],
  deadline: 1_500,
});

export class TakeAwayMember {
  @IsId()
  memberId!: string;

  @IsIn(['inactive', 'revoked', 'deleted'])
  status!: 'inactive' | 'revoked' | 'deleted';

  /**
   * The member's revision in identity when it asked: an event up to it is older than this, and cannot undo it however
   * late it comes.
   */
  @IsInt()
  @Min(0)
  revision!: number;

  /** For `deleted`: the active member who takes over the records and projects. */
  @IsOptional()
  @IsId()
  successorId?: string;
}

export class TakenAway extends AppliedVersion {
  /** For a deleted member: who takes over their records. The first command that names somebody counts. Absent: nobody. */
  successorId?: string;
}

/**
 * A change that takes access away: access checks the rules and marks the member, and only then does identity commit.
 * Idempotent.
 */
export const takeAwayMember = rpc({
  context: 'access',
  noun: 'member',
  verb: 'take-away',
  permission: { open: 'self' },
  input: TakeAwayMember,
  output: TakenAway,
  errors: [
    memberNotFound,
    memberIsOwner,
    privilegeAboveOwn,
    memberLastAdministrator,
    memberReassignmentRequired,
    memberNotActive,
  ],
  callers: ['identity'],
});

export class Restorable extends AppliedVersion {
  /** Whether the member will then see who the members of the account are. */
  seesMembers!: boolean;
}

/** May the actor give this member their access back, with all that they had? Identity asks before it does. */
export const checkRestorable = rpc({
  context: 'access',
  noun: 'member',
  verb: 'check-restorable',
  permission: { open: 'self' },
  input: MemberId,
  output: Restorable,
  errors: [memberNotFound, privilegeAboveOwn, roleAboveOwn],
  callers: ['identity'],
});

export class CheckCovered {
  @IsId()
  accountId!: string;

  /** The member who lets others in, judged by what they may do now: who is no longer active covers nobody. */
  @IsId()
  coveringId!: string;

  /** Who is let in; left out: everybody but the owner. */
  @IsOptional()
  @IsId()
  memberId?: string;
}

/**
 * Whether the person who set up a single sign-on still holds all that the person who comes in by it holds. Without this,
 * an administrator could let somebody in as a person above them. The owner covers everybody; others need `security:edit`
 * besides.
 */
export const checkCovered = rpc({
  context: 'access',
  noun: 'member',
  verb: 'check-covered',
  permission: { open: 'service' },
  input: CheckCovered,
  output: Nothing,
  errors: [memberNotFound, privilegeAboveOwn],
  callers: ['identity'],
});

export class HandOverRecords {
  @IsId()
  accountId!: string;

  /** Who is gone. */
  @IsId()
  memberId!: string;
}

export class HandedOver {
  /** Records since the first time that it was asked. */
  count!: number;
  /** Whether none is left. */
  isDone!: boolean;
}

/**
 * Gives the next of a deleted member's registered records to the successor that was named at the deletion, or to
 * nobody where there was none: asked until none is left.
 */
export const handOverRecords = rpc({
  context: 'access',
  noun: 'record',
  verb: 'hand-over',
  permission: { open: 'service' },
  input: HandOverRecords,
  output: HandedOver,
  errors: [memberNotFound],
  callers: ['identity'],
});
