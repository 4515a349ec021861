import { Injectable } from '@nestjs/common';
import { RosterError, tokenInvalid, type CallContext } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { MoreThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { recordPersonalActivity } from '../../people/activity/personal-activity.js';
import { AddressProofStore } from '../address-proof.store.js';
import { DAY } from '../../core/calls/rate.js';
import { Mails } from '../../people/mails/mails.js';
import type { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';
import { TokensService } from '../../core/tokens/tokens.service.js';
import type { UserEntity } from '../../people/users/user.entity.js';
import { lockUser } from '../../people/users/user.store.js';
import { AddressStore } from './address.store.js';
import { EMAIL_CHANGE_UNDOS, EMAIL_CHANGES, EmailChangeEntity } from './email-change.entity.js';

const TERM = DAY;
/** Long enough for people who read their mail once a week. */
const UNDO_TERM = 7 * DAY;

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
    const link = { purpose: 'email-change', id, generation: 1 } as const;
    const { tokenHash, expiresAt } = this.tokens.stored(link, TERM);
    await EMAIL_CHANGES.close(manager, { userId });
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
    const { change, user } = await claim(manager, EMAIL_CHANGES, { tokenHash });
    const { id, userId, newEmail: email } = change;
    const link = { purpose: 'email-change-undo', id, generation: 1 } as const;
    const { tokenHash: undoHash, expiresAt: undoExpiresAt } = this.tokens.stored(link, UNDO_TERM);
    await manager.update(EmailChangeEntity, { id }, { undoHash, undoExpiresAt });
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
    const { change, user } = await claim(manager, EMAIL_CHANGE_UNDOS, { undoHash });
    const { id, userId, oldEmail, createdAt } = change;
    // Ids are ordered by time, so these are the later changes.
    await EMAIL_CHANGE_UNDOS.close(manager, { userId, id: MoreThan(id) });
    const action = 'email-change.undone';
    const isMoved = user.email !== oldEmail;
    if (isMoved) await this.addresses.move(manager, user, { email: oldEmail, action }, call);
    await this.proofs.reclaim(manager, userId, createdAt);
    // Otherwise the audit trail has it.
    if (!isMoved) await recordPersonalActivity(manager, userId, action, call);
  }
}

/** Uses one of the links up, with the row of its person locked. Rejects with `token.invalid`. */
async function claim(
  manager: EntityManager,
  links: OneTimeSecrets<EmailChangeEntity>,
  which: FindOptionsWhere<EmailChangeEntity>,
): Promise<{ change: EmailChangeEntity; user: UserEntity }> {
  const change = await links.find(manager, which);
  if (!change) throw new RosterError(tokenInvalid);
  const user = await lockUser(manager, change.userId);
  if (!(await links.claim(manager, which))) throw new RosterError(tokenInvalid);
  return { change, user };
}
