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
 * Throws `account.not-owner` for anybody but the owner (RP-36), `permission.denied` while the account is not active, and
 * `member.is-owner` where he names himself.
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

/** Throws `member.not-found` for a service account, behind which there is nobody, and `member.not-active`. */
export function requireHeir({ kind, status }: Pick<MemberEntity, 'kind' | 'status'>): void {
  if (kind === 'service') throw new RosterError(memberNotFound);
  if (status !== 'active') throw new RosterError(memberNotActive);
}

/**
 * Throws `ownership.candidate-not-established` for who has never come in, and for whose password somebody else chose: the
 * account would belong to whoever has the mail, or chose the password.
 */
export function requireEstablished(
  { lastActiveAt }: Pick<MemberEntity, 'lastActiveAt'>,
  credential: Pick<CredentialEntity, 'mustChange'> | null,
): void {
  const reason = credential?.mustChange ? 'password-not-own' : lastActiveAt === null ? 'never-signed-in' : undefined;
  if (reason) throw new RosterError(ownershipCandidateNotEstablished, undefined, { details: { reason } });
}

/** Throws `request.invalid` unless the former owner's role is named exactly where he cannot keep the one he has. */
export function requireFormerOwnersRole(preset: Preset, { formerOwnerRoleId }: TransferOwnership): void {
  const isDue = ownersOnlyRole(preset) !== undefined;
  if (isDue === (formerOwnerRoleId !== undefined)) return;
  const message = isDue ? 'is required: the owner’s role is his alone' : 'is not for this product: he keeps his role';
  throw invalid({ path: 'formerOwnerRoleId', message });
}
