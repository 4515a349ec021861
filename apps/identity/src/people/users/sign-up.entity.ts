import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

/**
 * A sign-up: an account whose owner has not verified their address yet. The row is deleted when they do, or when it
 * expires.
 */
@Entity('sign_ups')
export class SignUpEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'email', type: 'text' })
  email!: string;

  /** Becomes the user's password, unless the address has a user by then. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  /** How often the link was made. Only the last one works. */
  @Column({ name: 'generation', type: 'integer' })
  generation!: number;

  /** The epoch if a later sign-up has replaced this one. */
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

export const SIGN_UPS = new OneTimeSecrets(SignUpEntity, {
  open: (now) => ({ expiresAt: MoreThan(now) }),
});
