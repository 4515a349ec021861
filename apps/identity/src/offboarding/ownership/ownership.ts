import {
  accountNotOwner,
  memberIsOwner,
  memberNotActive,
  memberNotFound,
  ownershipCandidateNotEstablished,
  ownersOnlyRole,
  permissionDenied,
  RosterError,
  type Preset,
  type TransferOwnership,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { AccountEntity } from '../../people/accounts/account.entity.js';
import type { MemberEntity } from '../../people/members/member.entity.js';
import type { CredentialEntity } from '../../people/users/credential.entity.js';

/**
 * Throws `account.not-owner` for anybody but the owner (RP-36), `permission.denied` while the account is not active,
 * and `member.is-owner` if the owner names themselves.
 */
export function requireTransferable(
  { ownerMemberId, status }: Pick<AccountEntity, 'ownerMemberId' | 'status'>,
  { actorId, memberId }: { actorId: string; memberId: string },
): void {
  if (ownerMemberId !== actorId) throw new RosterError(accountNotOwner);
  if (status !== 'active') {
    const details = { permission: 'account:transfer', reason: 'account_suspended' };
    throw new RosterError(permissionDenied, undefined, { details });
  }
  if (memberId === ownerMemberId) throw new RosterError(memberIsOwner);
}

/** Throws `member.not-found` for a service account, which has no person, and `member.not-active`. */
export function requireActivePerson({ kind, status }: Pick<MemberEntity, 'kind' | 'status'>): void {
  if (kind === 'service') throw new RosterError(memberNotFound);
  if (status !== 'active') throw new RosterError(memberNotActive);
}

/**
 * Throws `ownership.candidate-not-established` for a member who has never signed in, and for one whose password
 * somebody else chose. The account would belong to whoever reads the mail or chose the password.
 */
export function requireEstablished(
  { lastActiveAt }: Pick<MemberEntity, 'lastActiveAt'>,
  credential: Pick<CredentialEntity, 'mustChange'> | null,
): void {
  const reason = credential?.mustChange ? 'password-not-own' : lastActiveAt === null ? 'never-signed-in' : undefined;
  if (reason) throw new RosterError(ownershipCandidateNotEstablished, undefined, { details: { reason } });
}

/** Throws `request.invalid` unless a role for the former owner is named exactly if they cannot keep theirs. */
export function requireFormerOwnersRole(preset: Preset, { formerOwnerRoleId }: TransferOwnership): void {
  const isDue = ownersOnlyRole(preset) !== undefined;
  if (isDue === (formerOwnerRoleId !== undefined)) return;
  const message = isDue
    ? 'is required: only the owner can hold the owner’s role'
    : 'is not for this product: the former owner keeps their role';
  throw invalid({ path: 'formerOwnerRoleId', message });
}
