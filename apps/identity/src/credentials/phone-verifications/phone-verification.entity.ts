import { Column, Entity, LessThan, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';
import { TRIES } from './phone-verification.js';

/** The number that an account's owner is confirming. One per account. */
@Entity('phone_verifications')
export class PhoneVerificationEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** With the generation, what the code is derived from. The code itself is not stored. */
  @Column({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'generation', type: 'integer' })
  generation!: number;

  /** E.164. */
  @Column({ name: 'phone', type: 'text' })
  phone!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  /** Wrong codes since the last one was sent. */
  @Column({ name: 'failures', type: 'integer' })
  failures!: number;

  /** When codes were sent within the last hour. */
  @Column({ name: 'sent_at', type: 'timestamptz', array: true })
  sentAt!: Date[];

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

/** The row stays after the use, for the limit of codes per hour. */
export const PHONE_CODES = new OneTimeSecrets(PhoneVerificationEntity, {
  open: (now) => ({ failures: LessThan(TRIES), expiresAt: MoreThan(now) }),
  used: (now) => ({ expiresAt: now }),
});
