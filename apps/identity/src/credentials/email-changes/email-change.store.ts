import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type CallContext } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { IsNull, MoreThan, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { recordPersonalActivity } from '../../people/activity/personal-activity.js';
import { AddressProofStore } from '../address-proof.store.js';
import { HOUR } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { lockUser } from '../../people/users/user.store.js';
import { AddressStore } from './address.store.js';
import { EmailChangeEntity } from './email-change.entity.js';

const TERM = 24 * HOUR;
/** Long enough for people who read their mail once a week. */
const UNDO_TERM = 7 * 24 * HOUR;

/** The three steps of a change of address, in the caller's transaction. */
@Injectable()
export class EmailChangeStore {
  constructor(
    private readonly addresses: AddressStore,
    private readonly mails: Mails,
    private readonly proofs: AddressProofStore,
    private readonly tokens: TokensService,
  ) {}

  /** Replaces an open request. Rejects with `request.invalid` if it is the person's own address. */
  async begin(manager: EntityManager, userId: string, newEmail: string, call: CallContext): Promise<void> {
    const user = await lockUser(manager, userId);
    const { email: oldEmail, firstName } = user;
    if (newEmail === oldEmail) throw invalid({ path: 'email', message: 'is your address already' });
    const id = uuidv7();
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + TERM);
    const link = { purpose: 'email-change', id, generation: 1 } as const;
    await manager.update(EmailChangeEntity, { userId, closedAt: IsNull() }, { closedAt: createdAt });
    const tokenHash = this.tokens.hashOf(link);
    await manager.insert(EmailChangeEntity, { id, userId, oldEmail, newEmail, tokenHash, expiresAt, createdAt });
    await this.mails.order(
      manager,
      { template: 'email-change', recipient: newEmail, reader: { userId }, words: { firstName }, link, expiresAt },
      call,
    );
    await this.mails.order(
      manager,
      { template: 'email-change-requested', recipient: oldEmail, reader: { userId }, words: { firstName, newEmail } },
      call,
    );
    await recordPersonalActivity(manager, userId, 'email-change.requested', call);
  }

  /** Of parallel attempts, one succeeds. Rejects with `token.invalid` and `email.taken`. */
  async confirm(manager: EntityManager, tokenHash: string, call: CallContext): Promise<void> {
    const open = () => ({ tokenHash, closedAt: IsNull(), expiresAt: MoreThan(new Date()) });
    const { change, user } = await lockBy(manager, open);
    const { id, userId, newEmail: email } = change;
    const link = { purpose: 'email-change-undo', id, generation: 1 } as const;
    const closedAt = new Date();
    const undoExpiresAt = new Date(closedAt.getTime() + UNDO_TERM);
    await manager.update(EmailChangeEntity, { id }, { closedAt, undoHash: this.tokens.hashOf(link), undoExpiresAt });
    await this.addresses.move(manager, user, { email, action: 'email.changed' }, call);
    await this.mails.order(
      manager,
      {
        template: 'email-changed',
        recipient: user.email,
        reader: { userId },
        words: { firstName: user.firstName, newEmail: email },
        link,
        expiresAt: undoExpiresAt,
      },
      call,
    );
    await this.proofs.prove(manager, userId, { keepsPassword: true }, call);
  }

  /**
   * Gives the old address back, even if the address was changed again since, as a thief might do. Links that undo later
   * changes stop working; those of earlier changes stay. Rejects with `token.invalid` and `email.taken`.
   */
  async undo(manager: EntityManager, undoHash: string, call: CallContext): Promise<void> {
    const open = () => ({ undoHash, undoExpiresAt: MoreThan(new Date()) });
    const { change, user } = await lockBy(manager, open);
    const { id, userId, oldEmail, createdAt } = change;
    const used = { undoHash: null, undoExpiresAt: null };
    // Ids are ordered by time, so these are this change and the later ones.
    await manager.update(EmailChangeEntity, { userId, id: MoreThanOrEqual(id) }, used);
    const action = 'email-change.undone';
    const isMoved = user.email !== oldEmail;
    if (isMoved) await this.addresses.move(manager, user, { email: oldEmail, action }, call);
    await this.proofs.reclaim(manager, userId, createdAt);
    // Otherwise the audit trail has it.
    if (!isMoved) await recordPersonalActivity(manager, userId, action, call);
  }
}

/**
 * Finds the change by one of its links, and locks its person's row. The change is read again under the lock, because a
 * parallel attempt may have used the link. Rejects with `token.invalid`.
 */
async function lockBy(
  manager: EntityManager,
  where: () => object,
): Promise<{ change: EmailChangeEntity; user: UserEntity }> {
  const found = await manager.findOneBy(EmailChangeEntity, where());
  if (!found) throw new RosterError(tokenInvalid);
  const user = await lockUser(manager, found.userId);
  const change = await manager.findOneBy(EmailChangeEntity, where());
  if (!change) throw new RosterError(tokenInvalid);
  return { change, user };
}
