import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { BROKEN_PROMISES } from '../../access/promise.contract.js';
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamNotAllowed, teamNotFound } from '../../access/team.contract.js';
import { SEAT_PRICE_REFUSALS, seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId, Nothing, PageQuery, Repeatable } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { errorKind } from '../../core/errors.js';
import { InvitationNotice, IsFlag, MemberChange } from '../people/member.contract.js';
import { agentAccessNotAllowed } from './agent-access.contract.js';
import { provisioningUnsupported } from './member-creation.contract.js';

export const invitationNotFound = errorKind('invitation.not-found', 404, 'There is no such invitation');
export const invitationNotPending = errorKind('invitation.not-pending', 409, 'This invitation is no longer open');
/** `details.errors` has one entry for each refused address: `{ path: "emails[1]", code, message }`. */
export const invitationRejected = errorKind('invitation.rejected', 422, 'Some addresses cannot be invited');
/** Why an address was refused. */
export const REJECTIONS = ['invalid', 'duplicate', 'member', 'invited', 'revoked'] as const;
export type Rejection = (typeof REJECTIONS)[number];

export class InviteMembers {
  /** 1 to 100 addresses: all are invited, or none. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(320, { each: true })
  emails!: string[];

  /** The same roles for all of them; the preset says how many there may be. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsId({ each: true })
  roleIds!: string[];

  /** Whether they come in with access to the shared inbox: each takes a seat of an agent besides. */
  @IsOptional()
  @IsBoolean()
  agentAccess?: boolean;

  /** The teams that they are on from the start. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_TEAMS_OF_MEMBER)
  @ArrayUnique()
  @IsId({ each: true })
  teamIds?: string[];

  /** The consent to the price of the seats, where they cost something. */
  @IsOptional()
  @IsId()
  consentId?: string;
}

export class InvitedMember {
  id!: string;
  memberId!: string;
  email!: string;
  expiresAt!: string;
}

export class InvitedMembers {
  invitations!: InvitedMember[];
}

/**
 * All addresses or none: the seats are reserved first, in one step, then the invitations are made (`docs/decisions.md`
 * 5).
 */
export const inviteMembers = rpc({
  context: 'identity',
  noun: 'invitation',
  verb: 'create',
  http: {
    method: 'POST',
    path: '/v1/invitations',
    tag: 'Invitations',
    summary: 'Invite members: all of them or none',
    status: 201,
  },
  description:
    'Invites all these addresses, or none of them if one is refused or a seat is missing. Each gets a mail with a link, and holds a seat until they accept, or the invitation ends.',
  permission: 'members:invite',
  input: InviteMembers,
  output: InvitedMembers,
  errors: [
    invitationRejected,
    seatLimitReached,
    seatConsentRequired,
    ...SEAT_PRICE_REFUSALS,
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
    roleAboveOwn,
    privilegeAboveOwn,
    provisioningUnsupported,
    agentAccessNotAllowed,
    teamNotAllowed,
    teamNotFound,
  ],
  limit: 'mail',
  callers: ['gateway'],
});

export const INVITATION_STATES = ['pending', 'accepted', 'withdrawn', 'expired'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** Why an invitation cannot be accepted. */
export const UNACCEPTABLE = ['invitation.not-pending', ...BROKEN_PROMISES] as const;
export type Unacceptable = (typeof UNACCEPTABLE)[number];

/** Who answers for an open invitation: they must be able to give its roles when it is accepted (S40). */
export const ANSWERING_KINDS = ['member', 'key'] as const;
export class InvitationAnswerer {
  @IsIn(ANSWERING_KINDS)
  kind!: (typeof ANSWERING_KINDS)[number];
  /** Of a key of the API: the service account that it acts as. */
  memberId!: string;
  /** Null for members who were deleted, and for keys where the reader may not see them. */
  name!: string | null;
}

export class Invitation {
  id!: string;
  memberId!: string;
  email!: string;
  @IsIn(INVITATION_STATES)
  state!: InvitationState;
  createdAt!: string;
  expiresAt!: string;
}

export class ListedInvitation extends Invitation {
  /** Who invited, or who has sent it again or set the roles since, the last of them. Null where it is not open. */
  answeredBy!: InvitationAnswerer | null;
  /** Whether it can be accepted now. If not, somebody who may give its roles sends it again, or sets the roles again. */
  acceptable!: boolean;
  /** The code of why it cannot: `invitation.not-pending`, or what `answeredBy` lacks. */
  @IsIn(UNACCEPTABLE)
  reason!: Unacceptable | null;
}

export class InvitationPage {
  items!: ListedInvitation[];
  nextCursor!: string | null;
}

export class InvitationQuery extends PageQuery {
  /** `false`: only open invitations that cannot be accepted; `true`: only those that can. A page may have fewer rows then. */
  @IsOptional()
  @IsFlag()
  acceptable?: boolean;

  /** Only those of these members: what is behind an invited member of the list. */
  @IsOptional()
  @Repeatable()
  @ArrayMaxSize(50)
  @IsId({ each: true })
  memberId?: string[];
}

export class InvitationId {
  @IsId()
  invitationId!: string;
}

const invitation = { context: 'identity', noun: 'invitation' } as const;

export const listInvitations = rpc({
  ...invitation,
  verb: 'list',
  http: { method: 'GET', path: '/v1/invitations', tag: 'Invitations', summary: 'List the invitations' },
  description: 'Lists invitations, the latest first, with who answers for each and whether it can be accepted now.',
  permission: 'members:view',
  input: InvitationQuery,
  output: InvitationPage,
  callers: ['gateway'],
});

/** Whoever is below what an invitation promises leaves it alone. */
const PROMISED_ABOVE = [privilegeAboveOwn, roleAboveOwn] as const;

/**
 * A new link with a new term; the earlier one stops working. Whoever sends it answers for it from then on, and must be
 * able to give its roles.
 */
export const resendInvitation = rpc({
  ...invitation,
  verb: 'resend',
  http: {
    method: 'POST',
    path: '/v1/invitations/:invitationId/resend',
    tag: 'Invitations',
    summary: 'Send an invitation again',
  },
  description:
    'Mails a new link with a new term; the earlier one stops working. Whoever sends it answers for the invitation from then on, and must be able to give its roles.',
  permission: 'members:invite',
  input: InvitationId,
  output: Invitation,
  errors: [invitationNotFound, invitationNotPending, ...PROMISED_ABOVE, roleNotFound],
  limit: 'mail',
  callers: ['gateway'],
});

export const withdrawInvitation = rpc({
  ...invitation,
  verb: 'withdraw',
  http: {
    method: 'DELETE',
    path: '/v1/invitations/:invitationId',
    tag: 'Invitations',
    summary: 'Withdraw an invitation',
  },
  description: 'Ends an open invitation: its link stops working, and its seat is free.',
  permission: 'members:invite',
  input: InvitationId,
  output: Nothing,
  errors: [invitationNotFound, invitationNotPending, ...PROMISED_ABOVE],
  callers: ['gateway'],
});

export class InvitationKeys {
  @IsId()
  accountId!: string;

  /** Keys of seats: ids of members, until somebody comes back and takes another seat. */
  @IsArray()
  @ArrayMaxSize(500)
  @IsId({ each: true })
  memberIds!: string[];
}

export class KnownInvitations {
  /** Those of the asked ids that identity has committed. */
  memberIds!: string[];
  /** Those of them whose member is still invited. Earlier releases do not say it. */
  invitedIds?: string[];
}

/** Billing asks whether the invitations behind seats were ever committed, and whether they are still open. */
export const invitationsExist = rpc({
  ...invitation,
  verb: 'exists',
  permission: { open: 'service' },
  input: InvitationKeys,
  output: KnownInvitations,
  callers: ['billing'],
});

export class InvitationResent extends MemberChange {
  invitation!: InvitationNotice;
}

export const invitationResent = event({
  ...invitation,
  past: 'resent',
  version: 1,
  data: InvitationResent,
  consumers: ['notifications'],
  notices: [{ noun: 'member', permission: 'members:view', id: ({ member: { id } }) => id }],
});
