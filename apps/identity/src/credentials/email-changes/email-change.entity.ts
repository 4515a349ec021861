import { Column, Entity, IsNull, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

/**
 * A change of a person's address: requested, then confirmed from the new address, then perhaps undone from the old one.
 */
@Entity('email_changes')
export class EmailChangeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'old_email', type: 'text' })
  oldEmail!: string;

  @Column({ name: 'new_email', type: 'text' })
  newEmail!: string;

  /** The hash of the token that confirms the change. */
  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  /** When it was confirmed, or replaced by something else. */
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** The hash of the token that undoes the change, once it is confirmed. */
  @Column({ name: 'undo_hash', type: 'text', nullable: true })
  undoHash!: string | null;

  @Column({ name: 'undo_expires_at', type: 'timestamptz', nullable: true })
  undoExpiresAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

/** The links that confirm a change. */
export const EMAIL_CHANGES = new OneTimeSecrets(EmailChangeEntity, {
  open: (now) => ({ closedAt: IsNull(), expiresAt: MoreThan(now) }),
  used: (now) => ({ closedAt: now }),
});

/** The links that undo one. */
export const EMAIL_CHANGE_UNDOS = new OneTimeSecrets(EmailChangeEntity, {
  open: (now) => ({ undoExpiresAt: MoreThan(now) }),
  used: () => ({ undoHash: null, undoExpiresAt: null }),
});
