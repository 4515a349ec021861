import { IsOptional } from 'class-validator';
import { roleCardinality, roleNotFound, roleOwnersOnly } from '../../access/role.contract.js';
import { IsId, Nothing } from '../../core/common.contract.js';
import { event, rpc } from '../../core/contract.js';
import { errorKind, permissionDenied, reauthenticationRequired } from '../../core/errors.js';
import { Account } from '../onboarding/account.contract.js';
import { MemberChange, memberIsOwner, memberNotFound } from '../people/member.contract.js';

export const accountNotOwner = errorKind('account.not-owner', 403, 'Only the owner of the account may do this');
export const ownershipChanged = errorKind('ownership.changed', 409, 'The account has another owner by now');
export const memberNotActive = errorKind('member.not-active', 409, 'This member is not active');

/**
 * Whoever knows the password that was given to them, or has their mail, would own the account. `details.reason`:
 * `never-signed-in` or `password-not-own`.
 */
export const ownershipCandidateNotEstablished = errorKind(
  'ownership.candidate-not-established',
  409,
  'This member has not come in yet, or still has a password that somebody else chose',
);

export class TransferOwnership {
  /** Who becomes the owner: an active member who has come in before, and has no password that somebody else chose. */
  @IsId()
  memberId!: string;

  /**
   * What the former owner is from then on, where the role that they hold as owner is the owner's alone (the root of the
   * role tree): required there, and refused where they keep their role.
   */
  @IsOptional()
  @IsId()
  formerOwnerRoleId?: string;
}

export class OwnershipTransferred {
  account!: Account;
  version?: number;
}

/**
 * Only the owner may (RP-36), whatever anybody was granted: so it is the owner that is asked about, not a permission. It
 * cannot be taken back by who did it, so it wants a proof that was asked for this, and no sign-in is one.
 */
export const transferOwnership = rpc({
  context: 'identity',
  noun: 'account',
  verb: 'transfer-ownership',
  http: {
    method: 'POST',
    path: '/v1/account/ownership-transfer',
    tag: 'Accounts',
    summary: 'Transfer the account to another member',
    omits: ['version'],
  },
  description:
    'Makes another active member the owner of the account. Only the owner may, and cannot take it back. Both are told by mail.',
  permission: { open: 'person' },
  input: TransferOwnership,
  output: OwnershipTransferred,
  errors: [
    accountNotOwner,
    permissionDenied,
    reauthenticationRequired,
    memberNotFound,
    memberNotActive,
    memberIsOwner,
    ownershipCandidateNotEstablished,
    ownershipChanged,
    roleNotFound,
    roleCardinality,
    roleOwnersOnly,
  ],
  callers: ['gateway'],
  freshProof: 'ownership',
});

export class OwnershipCandidate {
  @IsId()
  accountId!: string;

  @IsId()
  memberId!: string;
}

/** Access asks it for the preview of a transfer: what it does not know of the one who would become the owner. */
export const checkOwnershipCandidate = rpc({
  context: 'identity',
  noun: 'account',
  verb: 'check-ownership-candidate',
  permission: { open: 'service' },
  input: OwnershipCandidate,
  output: Nothing,
  errors: [memberNotFound, memberNotActive, ownershipCandidateNotEstablished],
  callers: ['access'],
});

/** The owner of before, and the role that they get in place of the owner's own. */
export class FormerOwner {
  memberId!: string;
  /** Null where the former owner keeps their roles. */
  roleId!: string | null;
}

/** The new owner and the account that is theirs. */
export class OwnershipChange extends MemberChange {
  formerOwner!: FormerOwner;
}

export const accountOwnershipTransferred = event({
  context: 'identity',
  noun: 'account',
  past: 'ownership-transferred',
  version: 1,
  data: OwnershipChange,
  consumers: ['access', 'billing'],
  notices: [
    { noun: 'account', permission: { open: 'account' } },
    { noun: 'member', permission: 'members:view', id: () => null },
  ],
});
