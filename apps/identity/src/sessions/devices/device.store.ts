import type { CallContext } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { hashToken, randomToken } from '../../core/tokens/token.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { DeviceEntity } from './device.entity.js';

/**
 * The number of devices that are remembered for one person. The one that has not been used for longest is forgotten
 * first.
 */
const KEPT = 20;

/**
 * Whether a person with this address has signed in on the device. One statement for any address, so that its time does
 * not tell whether the address is known (S11).
 */
export const isKnownTo = (
  manager: EntityManager,
  { email, tokenHash }: { email: string; tokenHash: string },
): Promise<boolean> =>
  manager
    .createQueryBuilder(DeviceEntity, 'device')
    .innerJoin(UserEntity, 'person', 'person.id = device.userId')
    .where('person.email = :email and device.tokenHash = :tokenHash', { email, tokenHash })
    .getExists();

/** Whether anybody has signed in on the device. */
export const isIssued = (manager: EntityManager, tokenHash: string): Promise<boolean> =>
  manager.existsBy(DeviceEntity, { tokenHash });

/**
 * Remembers that the person has signed in on the device that the call comes from. Resolves with the secret that the
 * device has to keep; with undefined if the person is known on it already.
 *
 * A secret that does not belong to this person yet is never taken over: somebody else may have planted it and still
 * know it. The device gets a new secret, under which the others who share it stay known.
 */
export async function rememberDevice(
  manager: EntityManager,
  userId: string,
  { client }: Pick<CallContext, 'client'>,
): Promise<string | undefined> {
  const now = new Date();
  const before = client?.deviceHash;
  if (before !== undefined) {
    const seen = await manager.update(DeviceEntity, { userId, tokenHash: before }, { usedAt: now });
    if (seen.affected === 1) return undefined;
  }
  const token = randomToken();
  const tokenHash = hashToken(token);
  if (before !== undefined) await manager.update(DeviceEntity, { tokenHash: before }, { tokenHash });
  await manager.insert(DeviceEntity, { userId, tokenHash, createdAt: now, usedAt: now });
  await forgetOldest(manager, userId);
  return token;
}

const forgetOldest = (manager: EntityManager, userId: string): Promise<unknown> =>
  manager.query(
    `delete from devices where user_id = $1 and token_hash in (
       select token_hash from devices where user_id = $1 order by used_at desc, token_hash offset $2)`,
    [userId, KEPT],
  );
