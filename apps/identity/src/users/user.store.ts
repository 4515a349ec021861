import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CredentialEntity } from './credential.entity.js';
import { UserEntity } from './user.entity.js';

interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly passwordHash: string;
}

/** Makes a user with a password. Resolves with nothing where the address has a user already: that one stays as he is. */
export async function createUser(
  manager: EntityManager,
  { passwordHash, email, firstName, lastName }: NewUser,
): Promise<UserEntity | undefined> {
  const createdAt = new Date();
  const user: UserEntity = { id: uuidv7(), email, firstName, lastName, createdAt };
  await manager.createQueryBuilder().insert().into(UserEntity).values(user).orIgnore().execute();
  if (!(await manager.existsBy(UserEntity, { id: user.id }))) return undefined;
  await manager.insert(CredentialEntity, { userId: user.id, passwordHash, changedAt: createdAt });
  return user;
}
