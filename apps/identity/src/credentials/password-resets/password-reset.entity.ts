import { Column, Entity, IsNull, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

/** A mailed link that sets a new password. */
@Entity('password_resets')
export class PasswordResetEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  /** When it was used, or replaced by a later link or something else. */
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

export const PASSWORD_RESETS = new OneTimeSecrets(PasswordResetEntity, {
  open: (now) => ({ closedAt: IsNull(), expiresAt: MoreThan(now) }),
  used: (now) => ({ closedAt: now }),
});
