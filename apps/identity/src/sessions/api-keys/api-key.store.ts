import { RosterError, sessionRequired, type KeyMaker, type ResolvedSession } from '@roster/contracts';
import { enterAccount, enterScope } from '@roster/service-kit';
import { In, type EntityManager } from 'typeorm';
import { findAccount, requireNotSuspended } from '../../people/accounts/accounts.service.js';
import { MemberEntity } from '../../people/members/member.entity.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { asSession, isUsable, isUseStale } from './api-key.js';

/** The makers of these service accounts' keys; none for people. A maker must be allowed what the service account does. */
export async function makersOf(
  manager: EntityManager,
  accountId: string,
  memberIds: readonly string[],
): Promise<KeyMaker[]> {
  const keys = await manager.findBy(ApiKeyEntity, { accountId, memberId: In([...memberIds]) });
  return keys.map(({ memberId, makerId }) => ({ memberId, makerId }));
}

/**
 * The member that an API key acts as. Enters the key's account in the transaction. Rejects with `session.required` if
 * the key is revoked or expired, and if its maker is no longer an active member: what a maker may not do, their key may
 * not do either. Rejects with `permission.denied` while the account is suspended.
 */
export async function resolveApiKey(
  manager: EntityManager,
  tokenHash: string,
  now: Date,
  address?: string,
): Promise<ResolvedSession> {
  await enterScope(manager, { tokenHash });
  const key = await manager.findOneBy(ApiKeyEntity, { tokenHash });
  if (!key || !isUsable(key, now)) throw new RosterError(sessionRequired);
  const { accountId, id } = key;
  await enterAccount(manager, accountId);
  const maker = await manager.findOneBy(MemberEntity, { accountId, id: key.makerId });
  if (maker?.status !== 'active') throw new RosterError(sessionRequired);
  requireNotSuspended(await findAccount(manager, accountId));
  if (isUseStale(key, now)) {
    await manager.update(ApiKeyEntity, { accountId, id }, { lastUsedAt: now, lastUsedAddress: address ?? null });
  }
  return asSession(key);
}
