import { IsIn, IsInt, IsNotEmpty, IsObject, Min } from 'class-validator';
import { IsId } from '../core/common.contract.js';
import { rpc } from '../core/contract.js';
import type { Envelope } from '../core/envelope.js';
import { memberIsOwner, memberNotFound, type MemberChange } from '../identity/member.contract.js';
import { memberLastAdministrator, privilegeAboveOwn } from './role.contract.js';

export class AppliedVersion {
  version!: number;
}

export class ApplyMember {
  /** The event as it stands in the outbox: same id, so the one that comes by the stream finds it done. */
  @IsObject()
  @IsNotEmpty()
  envelope!: Envelope<MemberChange>;
}

/** What gives: identity has committed it and wants the version at which it holds (`decisions.md` 2 to 4). */
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
}

/** What takes away: access checks the rules, marks the member, and only then does identity commit. Idempotent. */
export const takeAwayMember = rpc({
  context: 'access',
  noun: 'member',
  verb: 'take-away',
  permission: { open: 'self' },
  input: TakeAwayMember,
  output: AppliedVersion,
  errors: [memberNotFound, memberIsOwner, privilegeAboveOwn, memberLastAdministrator],
  callers: ['identity'],
});
