import type { ChallengeStep, SignInMethod } from '@roster/contracts';
import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../core/tokens/one-time-secrets.js';

/** A sign-in of a known person that waits for its next step. The row is deleted with the step, or when it expires. */
@Entity('challenges')
export class ChallengeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** The methods that the person has shown so far. */
  @Column({ name: 'methods', type: 'text', array: true })
  methods!: SignInMethod[];

  /** `address`: only the network address has still to be authorized. */
  @Column({ name: 'next', type: 'text' })
  next!: ChallengeStep | 'address';

  /** Wrong codes so far. */
  @Column({ name: 'failures', type: 'integer', default: 0 })
  failures!: number;

  /** The state of the step: the secret that is being set up, or the challenge that a passkey signs. */
  @Column({ name: 'state', type: 'jsonb', default: {} })
  state!: Record<string, string>;

  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

export const CHALLENGES = new OneTimeSecrets(ChallengeEntity, {
  open: (now) => ({ expiresAt: MoreThan(now) }),
});
