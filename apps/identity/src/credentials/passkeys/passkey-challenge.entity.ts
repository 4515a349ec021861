import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

/** A challenge that a passkey is asked to sign. The row is deleted with the first answer, right or wrong. */
@Entity('passkey_challenges')
export class PasskeyChallengeEntity {
  /** Random, in base64url. */
  @PrimaryColumn({ name: 'challenge', type: 'text' })
  challenge!: string;

  @Column({ name: 'purpose', type: 'text' })
  purpose!: 'add' | 'sign-in' | 'second-factor' | 'reauthentication';

  /** What alone may answer it: a session's id, the hash of a sign-in's token, or nothing. */
  @Column({ name: 'subject', type: 'text' })
  subject!: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

export const PASSKEY_CHALLENGES = new OneTimeSecrets(PasskeyChallengeEntity, {
  open: (now) => ({ expiresAt: MoreThan(now) }),
});
