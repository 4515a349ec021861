import type { OwnershipCandidate } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import type { MemberEntity } from '../../people/members/member.entity.js';
import { findMember } from '../../people/members/members.store.js';
import { CredentialEntity } from '../../people/users/credential.entity.js';
import { requireEstablished, requireActivePerson } from './ownership.js';

/**
 * Rejects unless the member, as they are now, may become the owner of their account. The transaction has entered the
 * account.
 */
export async function requireCandidate(manager: EntityManager, member: MemberEntity): Promise<void> {
  requireActivePerson(member);
  const { userId } = member;
  const credential = userId === null ? null : await manager.findOneBy(CredentialEntity, { userId });
  requireEstablished(member, credential);
}

/** The same by ids. Rejects also with `member.not-found`. */
export async function checkCandidate(manager: EntityManager, candidate: OwnershipCandidate): Promise<void> {
  await requireCandidate(manager, await findMember(manager, candidate));
}
