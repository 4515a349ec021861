import {
  accountNotOwner,
  memberIsOwner,
  memberNotActive,
  memberNotFound,
  ownersOnlyRole,
  permissionDenied,
  RosterError,
  type Preset,
  type TransferOwnership,
} from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import type { AccountEntity } from '../accounts/account.entity.js';
import type { MemberEntity } from '../members/member.entity.js';

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

/** Throws `request.invalid` unless the former owner's role is named exactly where he cannot keep the one he has. */
export function requireFormerOwnersRole(preset: Preset, { formerOwnerRoleId }: TransferOwnership): void {
  const isDue = ownersOnlyRole(preset) !== undefined;
  if (isDue === (formerOwnerRoleId !== undefined)) return;
  const message = isDue ? 'is required: the owner’s role is his alone' : 'is not for this product: he keeps his role';
  throw invalid({ path: 'formerOwnerRoleId', message });
}
