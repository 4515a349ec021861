import type { SecondFactor } from '@roster/contracts';
import { IsNull, type EntityManager } from 'typeorm';
import { BackupCodeEntity } from '../backup-codes/backup-code.entity.js';
import { PasskeyEntity } from '../passkeys/passkey.entity.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { TotpEntity } from '../totp/totp.entity.js';

/** The second factors that a person has. Backup codes only stand in for one of the others, so they do not count. */
export async function secondFactorsOf(manager: EntityManager, userId: string): Promise<SecondFactor[]> {
  const factors: SecondFactor[] = [];
  if (await manager.existsBy(TotpEntity, { userId })) factors.push('totp');
  if (await manager.existsBy(PasskeyEntity, { userId })) factors.push('passkey');
  if (factors.length === 0) return [];
  const hasCode = await manager.existsBy(BackupCodeEntity, { userId, usedAt: IsNull() });
  return hasCode ? [...factors, 'backup-code'] : factors;
}

export const hasSecondFactor = async (manager: EntityManager, userId: string): Promise<boolean> =>
  (await secondFactorsOf(manager, userId)).length > 0;

/** The fields that turn a member into an active one with this person behind it. */
export const joining = async (
  manager: EntityManager,
  { id: userId, firstName, lastName }: Pick<UserEntity, 'id' | 'firstName' | 'lastName'>,
) => ({ status: 'active', userId, firstName, lastName, twoFactor: await hasSecondFactor(manager, userId) }) as const;
