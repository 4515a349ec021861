import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CredentialEntity } from './credential.entity.js';
import { UserEntity } from './user.entity.js';

interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Left out for people who sign in through an identity provider. */
  readonly passwordHash?: string;
  /** Whether the person has proved that the address is theirs. */
  readonly isVerified: boolean;
}

/** Creates a user. Resolves with undefined if the address has a user already, who stays as they are. */
export async function createUser(
  manager: EntityManager,
  { passwordHash, isVerified, email, firstName, lastName }: NewUser,
): Promise<UserEntity | undefined> {
  const createdAt = new Date();
  const user: UserEntity = {
    id: uuidv7(),
    email,
    firstName,
    lastName,
    verifiedAt: isVerified ? createdAt : null,
    createdAt,
  };
  await manager.createQueryBuilder().insert().into(UserEntity).values(user).orIgnore().execute();
  if (!(await manager.existsBy(UserEntity, { id: user.id }))) return undefined;
  if (passwordHash !== undefined) {
    await manager.insert(CredentialEntity, { userId: user.id, passwordHash, changedAt: createdAt });
  }
  return user;
}

/** The user, with the row locked until the transaction ends: changes to how a person signs in run one after another. */
export const lockUser = (manager: EntityManager, id: string): Promise<UserEntity> =>
  manager.findOneOrFail(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
