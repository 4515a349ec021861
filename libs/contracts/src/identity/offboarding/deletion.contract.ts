import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { memberLastAdministrator, privilegeAboveOwn } from '../../access/role.contract.js';
import { USER_NAME } from '../../core/bus-users.js';
import { IsId, Nothing, PageQuery } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { Described } from '../../core/described.js';
import { errorKind } from '../../core/errors.js';
import { LeftInvitations } from '../onboarding/left-invitations.contract.js';
import { Member, MemberChange, MemberId, memberIsOwner, memberNotFound } from '../people/member.contract.js';
import { memberNotRevoked } from './lifecycle.contract.js';
import { memberNotActive } from './ownership.contract.js';

export const memberIsBillingContact = errorKind(
  'member.is-billing-contact',
  409,
  'This member is the billing contact: name an active member who is it from then on',
);
/** `details.records`: how many records are registered as theirs, where that is the reason. */
export const memberReassignmentRequired = errorKind(
  'member.reassignment-required',
  422,
  'Name an active member who takes over the records',
);
/** Somebody is being deleted whose records this member takes over: that has to end first. */
export const memberIsSuccessor = errorKind('member.is-successor', 409, 'This member is taking over records right now');
export const deletionNotFound = errorKind('deletion.not-found', 404, 'This member is not being deleted');
export const recordKeeperUnknown = errorKind(
  'record-keeper.unknown',
  422,
  'Nobody waits for a record keeper of this name',
);

export class DeleteMember extends MemberId {
  /** The active member who takes over the records: required where the product says so, or where there are any. */
  @IsOptional()
  @IsId()
  reassignTo?: string;

  /** The active member who gets the bills from then on: required for the billing contact, in products where anybody can be it. */
  @IsOptional()
  @IsId()
  billingContactId?: string;
}

/** How far a deletion has come. */
export class MemberDeletion {
  memberId!: string;
  /** Who takes over the records; null where there were none. */
  successorId!: string | null;
  begunAt!: string;
  /** The keepers of records that have not confirmed yet. `access` is the register of Roster itself. */
  pending!: string[];
  /** How many records each keeper has reassigned, by its name. */
  @Described({ type: 'object', additionalProperties: { type: 'number' } })
  reassigned!: Record<string, number>;
  /** Null until the last one has confirmed: then the deletion is final. */
  finishedAt!: string | null;
}

export class DeletedMember extends LeftInvitations {
  /** `revoked` while keepers of records are waited for, then `deleted`, with nothing left of the person. */
  member!: Member;
  /** Null for a member who was only invited: the invitation is withdrawn, and there is nothing to wait for. */
  deletion!: MemberDeletion | null;
  version?: number;
}

/**
 * Takes access away at once, frees the seat, and has the records reassigned. Final when every keeper of records has
 * confirmed; until then the member is shown as being deleted. The same again tells how far it has come.
 */
export const deleteMember = rpc({
  context: 'identity',
  noun: 'member',
  verb: 'delete',
  http: {
    method: 'DELETE',
    path: '/v1/members/:memberId',
    tag: 'Members',
    summary: 'Delete a member and hand over their records',
    endsSessions: true,
    omits: ['version'],
  },
  description:
    'Takes a member’s access away at once, ends their sessions, frees their seat and hands their records to the member who is named. It is final once every service that keeps records has confirmed; asked again, it tells how far it has come.',
  permission: 'members:delete',
  input: DeleteMember,
  output: DeletedMember,
  errors: [
    memberNotFound,
    memberIsOwner,
    memberIsBillingContact,
    memberIsSuccessor,
    memberNotRevoked,
    memberNotActive,
    memberReassignmentRequired,
    memberLastAdministrator,
    privilegeAboveOwn,
  ],
  callers: ['gateway'],
  deadline: 8_000,
});

export const getDeletion = rpc({
  context: 'identity',
  noun: 'deletion',
  verb: 'get',
  http: {
    method: 'GET',
    path: '/v1/members/:memberId/deletion',
    tag: 'Members',
    summary: 'Show the progress of a member’s deletion',
  },
  description:
    'Says how far the deletion of a member has come: who takes over, and which services have yet to hand over their records.',
  permission: 'members:view',
  input: MemberId,
  output: MemberDeletion,
  errors: [deletionNotFound],
  callers: ['gateway'],
});

/** What the services that keep records have to do: the records of the one are the other's from now on. */
export class RecordsHandedOver {
  successorId!: string | null;
  /** Who is waited for. */
  keepers!: string[];
  begunAt!: string;
}

export class MemberDeletionBegun extends MemberChange {
  deletion!: RecordsHandedOver;
}

/**
 * A member is gone and their records need another owner. It is published once: a keeper that was away asks
 * {@link listDeletions}.
 */
export const memberDeletionBegun = event({
  context: 'identity',
  noun: 'member',
  past: 'deletion-begun',
  version: 1,
  data: MemberDeletionBegun,
  consumers: [],
  listeners: ['service'],
});

const IsKeeper = (): PropertyDecorator => (target, property) => {
  IsString()(target, property);
  Matches(RECORD_KEEPER, { message: '$property must be a name such as crm' })(target, property);
};

/** Names of keepers of records: they stand in the configuration, and in what they confirm. */
export const RECORD_KEEPER = USER_NAME;

export class KeeperQuery extends PageQuery {
  @IsKeeper()
  keeper!: string;
}

export class PendingDeletion {
  accountId!: string;
  memberId!: string;
  successorId!: string | null;
  begunAt!: string;
}

export class PendingDeletions {
  items!: PendingDeletion[];
  nextCursor!: string | null;
}

/** What a keeper of records still has to confirm, in all accounts. */
export const listDeletions = rpc({
  context: 'identity',
  noun: 'deletion',
  verb: 'list',
  permission: { open: 'service' },
  input: KeeperQuery,
  output: PendingDeletions,
  callers: ['service'],
});

export class ConfirmDeletion {
  @IsId()
  accountId!: string;

  @IsId()
  memberId!: string;

  /** Its own name, as the configuration has it. */
  @IsKeeper()
  keeper!: string;

  /** How many records it has reassigned. */
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  count!: number;
}

/** A keeper has no record of the member any more. Twice is as good as once; the first count holds. */
export const confirmDeletion = rpc({
  context: 'identity',
  noun: 'deletion',
  verb: 'confirm',
  permission: { open: 'service' },
  input: ConfirmDeletion,
  output: Nothing,
  errors: [deletionNotFound, recordKeeperUnknown],
  callers: ['service'],
});
