import { RosterError, sessionRequired, type ResolvedSession } from '@roster/contracts';
import { enterAccount, enterScope } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { MemberEntity } from '../../people/members/member.entity.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { asSession, isUsable, isUseStale } from './api-key.js';

/** Whoever must be allowed what the member does, besides himself: of a service account who made its key. */
export async function makersOf(manager: EntityManager, accountId: string, memberId: string): Promise<string[]> {
  const keys = await manager.findBy(ApiKeyEntity, { accountId, memberId });
  return keys.map(({ makerId }) => makerId);
}

/**
 * Whose key this is, in the transaction, which then has entered its account. Rejects with `session.required` for one
 * that is revoked or has run out, and for a maker who is no member any more: what he may not do, no key of his may.
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
  if (isUseStale(key, now)) {
    await manager.update(ApiKeyEntity, { accountId, id }, { lastUsedAt: now, lastUsedAddress: address ?? null });
  }
  return asSession(key);
}
