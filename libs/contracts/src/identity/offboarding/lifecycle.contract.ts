import { IsIn, IsOptional } from 'class-validator';
import { memberLastAdministrator, privilegeAboveOwn, roleAboveOwn } from '../../access/role.contract.js';
import { SEAT_PRICE_REFUSALS, seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId } from '../../core/common.contract.js';
import { rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { LeftInvitations } from '../onboarding/left-invitations.contract.js';
import { Member, MemberId, memberIsOwner, memberNotFound } from '../people/member.contract.js';
import { memberNotActive } from './ownership.contract.js';

export const memberNotInactive = errorKind(
  'member.not-inactive',
  409,
  'Only a member who was deactivated can be activated',
);
export const memberNotRevoked = errorKind(
  'member.not-revoked',
  409,
  'The member’s access must have been revoked first',
);
/** The member's deletion, or the revocation of their access, has begun and is not over. */
export const memberLeaving = errorKind('member.leaving', 409, 'This member is on their way out');
export const activeSwitchUnsupported = errorKind(
  'active-switch.unsupported',
  422,
  'This product has no switch between active and inactive members',
);

export class MemberWrite {
  member!: Member;
  version?: number;
}

/** What was taken away, and what the member answered for until then. */
export class MemberTaken extends LeftInvitations {
  member!: Member;
  version?: number;
}

export class ReactivateMember extends MemberId {
  /** The consent to the price of the seat, where it costs something. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

/** A seat of an agent, for somebody who had one. */
export class LostAgentAccess {
  /** Of another one, in the smallest unit: 0 where one is left, null where none can be had. */
  unitPrice!: number | null;
  currency!: string | null;
  @IsIn(['month', 'year', null])
  interval!: 'month' | 'year' | null;
}

export class ReactivatedMember extends MemberWrite {
  /** For somebody who had agent access: it does not come back by itself, and this is what it would cost. */
  lostAgentAccess?: LostAgentAccess;
}

const member = {
  context: 'identity',
  noun: 'member',
  input: MemberId,
  output: MemberWrite,
  callers: ['gateway'],
} as const;

/** What takes away at access first (`docs/decisions.md` 2) can be refused by its rules. */
const TAKING = [memberNotFound, memberIsOwner, privilegeAboveOwn, memberLastAdministrator] as const;
/** Giving access back needs all that the member will hold: nobody gives more than they have. */
const GIVING = [memberNotFound, memberLeaving, privilegeAboveOwn, roleAboveOwn] as const;

export const revokeMember = rpc({
  ...member,
  output: MemberTaken,
  verb: 'revoke',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/revoke',
    tag: 'Members',
    summary: 'Revoke a member’s access',
    endsSessions: true,
    omits: ['version'],
  },
  description:
    'Takes a member’s access away at once: their sessions and keys end and their seat is free. They can be given it back later. If they are only invited, the invitation is withdrawn.',
  permission: 'members:revoke',
  errors: TAKING,
});

export const reactivateMember = rpc({
  ...member,
  input: ReactivateMember,
  output: ReactivatedMember,
  verb: 'reactivate',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/reactivate',
    tag: 'Members',
    summary: 'Give a revoked member their access back',
    omits: ['version'],
  },
  description: 'Gives a revoked member their access back, with the roles that they had. It takes a free seat.',
  permission: 'members:revoke',
  errors: [...GIVING, memberNotRevoked, seatLimitReached, seatConsentRequired, ...SEAT_PRICE_REFUSALS],
  deadline: 6_000,
});

export const deactivateMember = rpc({
  ...member,
  output: MemberTaken,
  verb: 'deactivate',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/deactivate',
    tag: 'Members',
    summary: 'Deactivate a member',
    endsSessions: true,
    omits: ['version'],
  },
  description:
    'Switches a member off: access is gone at once and sessions end, but the seat stays theirs. Only some products have this switch.',
  permission: 'members:edit',
  errors: [...TAKING, memberNotActive, activeSwitchUnsupported],
});

export const activateMember = rpc({
  ...member,
  verb: 'activate',
  http: {
    method: 'POST',
    path: '/v1/members/:memberId/activate',
    tag: 'Members',
    summary: 'Activate a member again',
    omits: ['version'],
  },
  description: 'Switches a deactivated member on again, with all that they had.',
  permission: 'members:edit',
  errors: [...GIVING, memberNotInactive, activeSwitchUnsupported],
});
