import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CredentialEntity } from './credential.entity.js';
import { UserEntity } from './user.entity.js';

interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** None for who comes through an identity provider. */
  readonly passwordHash?: string;
  /** Whether he has shown that the address is his. */
  readonly isVerified: boolean;
}

/** Makes a user. Resolves with nothing where the address has a user already: that one stays as he is. */
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

/** The user, his row held until the transaction ends: of all that changes what he signs in with, one goes first. */
export const lockUser = (manager: EntityManager, id: string): Promise<UserEntity> =>
  manager.findOneOrFail(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
