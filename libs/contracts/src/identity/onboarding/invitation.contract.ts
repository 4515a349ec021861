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
import {
  privilegeAboveOwn,
  roleAboveOwn,
  roleCardinality,
  roleNotFound,
  roleOwnersOnly,
} from '../../access/role.contract.js';
import { MOST_TEAMS_OF_MEMBER, teamNotAllowed, teamNotFound } from '../../access/team.contract.js';
import { seatConsentRequired, seatLimitReached } from '../../billing/seat.contract.js';
import { IsId, Nothing, PageQuery, TokenInput } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { errorKind, reauthenticationRequired } from '../../core/errors.js';
import { MemberChange, InvitationNotice } from '../people/member.contract.js';
import { IsPersonName } from '../people/user.contract.js';
import { ENTRANCE_ERRORS, sessionCredentialsInvalid, SignInAnswer } from '../sessions/session.contract.js';
import { tokenInvalid } from '../token.contract.js';
import { userPasswordWeak } from './account.contract.js';
import { agentAccessNotAllowed } from './agent-access.contract.js';
import { provisioningUnsupported } from './member-creation.contract.js';

export const invitationNotFound = errorKind('invitation.not-found', 404, 'There is no such invitation');
export const invitationNotPending = errorKind('invitation.not-pending', 409, 'This invitation is no longer open');
/** `details.errors` has one entry for each refused address: `{ path: "emails[1]", code, message }`. */
export const invitationRejected = errorKind('invitation.rejected', 422, 'Some addresses cannot be invited');
/** A session of another person stands in the way of accepting (S40). */
export const invitationForeign = errorKind('invitation.foreign', 403, 'This invitation is for somebody else');

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
  permission: 'members:invite',
  input: InviteMembers,
  output: InvitedMembers,
  errors: [
    invitationRejected,
    seatLimitReached,
    seatConsentRequired,
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

export class Invitation {
  id!: string;
  memberId!: string;
  email!: string;
  @IsIn(INVITATION_STATES)
  state!: InvitationState;
  createdAt!: string;
  expiresAt!: string;
}

export class InvitationPage {
  items!: Invitation[];
  nextCursor!: string | null;
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
  permission: 'members:view',
  input: PageQuery,
  output: InvitationPage,
  callers: ['gateway'],
});

/** Whoever is below what an invitation promises leaves it alone. */
const PROMISED_ABOVE = [privilegeAboveOwn, roleAboveOwn] as const;

/** A new link with a new term; the earlier one stops working. */
export const resendInvitation = rpc({
  ...invitation,
  verb: 'resend',
  http: {
    method: 'POST',
    path: '/v1/invitations/:invitationId/resend',
    tag: 'Invitations',
    summary: 'Send an invitation again',
  },
  permission: 'members:invite',
  input: InvitationId,
  output: Invitation,
  errors: [invitationNotFound, invitationNotPending, ...PROMISED_ABOVE],
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
  permission: 'members:invite',
  input: InvitationId,
  output: Nothing,
  errors: [invitationNotFound, invitationNotPending, ...PROMISED_ABOVE],
  callers: ['gateway'],
});

export class InvitationLookup {
  accountName!: string;
  email!: string;
  /** `existing`: the address has a user, who proves the password that they have. */
  @IsIn(['new', 'existing'])
  needsPassword!: 'new' | 'existing';
  expiresAt!: string;
}

export const lookupInvitation = rpc({
  ...invitation,
  verb: 'lookup',
  http: {
    method: 'POST',
    path: '/v1/invitations/lookup',
    tag: 'Invitations',
    summary: 'Look up an invitation by its link',
    idempotencyKey: 'ignored',
  },
  permission: { open: 'public' },
  limit: 'token',
  input: TokenInput,
  output: InvitationLookup,
  errors: [tokenInvalid],
  callers: ['gateway'],
});

export class AcceptInvitation extends TokenInput {
  /** A user who exists already keeps their name. */
  @IsOptional()
  @IsPersonName()
  firstName?: string;

  @IsOptional()
  @IsPersonName()
  lastName?: string;

  /** New for a new user, the present one for a user who exists; left out with a session of the same address. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  password?: string;
}

/** Answers as a sign-in does: the new member is signed in. */
export const acceptInvitation = rpc({
  ...invitation,
  verb: 'accept',
  permission: { open: 'public' },
  limit: 'token',
  input: AcceptInvitation,
  output: SignInAnswer,
  errors: [
    tokenInvalid,
    userPasswordWeak,
    sessionCredentialsInvalid,
    reauthenticationRequired,
    invitationForeign,
    ...ENTRANCE_ERRORS,
  ],
  callers: ['gateway'],
  deadline: 8_000,
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
}

/** Billing asks whether the invitations behind unconfirmed seats were ever committed. */
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
