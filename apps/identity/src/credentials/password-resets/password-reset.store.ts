import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type PasswordResetRequested } from '@roster/contracts';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HOUR } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { PasswordResetEntity } from './password-reset.entity.js';

/** Milliseconds for which a link is valid. Short, because more than one program may read a mailbox. */
const TERM = HOUR;

/** Links that set a password, in the caller's transaction. */
@Injectable()
export class PasswordResetStore {
  constructor(
    private readonly mails: Mails,
    private readonly tokens: TokensService,
  ) {}

  /**
   * Mails a link to the address as it is stored (S41). All earlier links stop working. If nobody has the address, it
   * does nothing, and whoever asked does not learn that.
   */
  async issue(
    manager: EntityManager,
    { email, address, userAgent }: PasswordResetRequested,
    traceparent: string | undefined,
  ): Promise<void> {
    const user = await manager.findOne(UserEntity, { where: { email }, lock: { mode: 'pessimistic_write' } });
    if (!user) return;
    const id = uuidv7();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + TERM);
    const link = { purpose: 'password-reset', id, generation: 1 } as const;
    await manager.update(PasswordResetEntity, { userId: user.id, closedAt: IsNull() }, { closedAt: createdAt });
    await manager.insert(PasswordResetEntity, {
      id,
      userId: user.id,
      tokenHash: this.tokens.hashOf(link),
      expiresAt,
      createdAt,
    });
    await this.mails.order(
      manager,
      {
        template: 'password-reset',
        recipient: user.email,
        reader: { userId: user.id },
        words: { firstName: user.firstName },
        link,
        expiresAt,
      },
      { traceparent, ...(address !== null && { client: { address, ...(userAgent && { userAgent }) } }) },
    );
  }
}

const open = (tokenHash: string) => ({ tokenHash, closedAt: IsNull(), expiresAt: MoreThan(new Date()) });

/** Rejects with `token.invalid`. */
export async function findOpenReset(manager: EntityManager, tokenHash: string): Promise<PasswordResetEntity> {
  const reset = await manager.findOneBy(PasswordResetEntity, open(tokenHash));
  if (!reset) throw new RosterError(tokenInvalid);
  return reset;
}

/** Uses up the link. Only one of several parallel attempts succeeds. */
export async function claimReset(manager: EntityManager, tokenHash: string): Promise<boolean> {
  return (await manager.update(PasswordResetEntity, open(tokenHash), { closedAt: new Date() })).affected === 1;
}
