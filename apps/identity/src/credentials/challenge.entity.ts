import type { ChallengeStep, SignInMethod } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sign-in of a known person that waits for its next step. The row goes with the step, or when its term is over. */
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

  /** What he has shown so far. */
  @Column({ name: 'methods', type: 'text', array: true })
  methods!: SignInMethod[];

  /** `address`: only the network address is still to be authorized. */
  @Column({ name: 'next', type: 'text' })
  next!: ChallengeStep | 'address';

  /** Wrong codes so far. */
  @Column({ name: 'failures', type: 'integer', default: 0 })
  failures!: number;

  /** What the step itself has to remember: the secret that is being set up, the challenge that a passkey signs. */
  @Column({ name: 'state', type: 'jsonb', default: {} })
  state!: Record<string, string>;

  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
