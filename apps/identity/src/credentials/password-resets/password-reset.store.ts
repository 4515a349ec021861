import { Injectable } from '@nestjs/common';
import type { PasswordResetRequested } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { HOUR } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import { UserEntity } from '../../people/users/user.entity.js';
import { PASSWORD_RESETS, PasswordResetEntity } from './password-reset.entity.js';

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
    const link = { purpose: 'password-reset', id, generation: 1 } as const;
    const stored = this.tokens.stored(link, TERM);
    await PASSWORD_RESETS.close(manager, { userId: user.id });
    await manager.insert(PasswordResetEntity, { id, userId: user.id, ...stored, createdAt });
    await this.mails.order(
      manager,
      {
        template: 'password-reset',
        recipient: user.email,
        reader: { userId: user.id },
        words: { firstName: user.firstName },
        link,
        expiresAt: stored.expiresAt,
      },
      { traceparent, ...(address !== null && { client: { address, ...(userAgent && { userAgent }) } }) },
    );
  }
}
