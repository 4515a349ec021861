import type { ProofPurpose, SignInMethod } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** When the person last proved who they are. */
  @Column({ name: 'authenticated_at', type: 'timestamptz' })
  authenticatedAt!: Date;

  /** When the person last gave a proof on request in this session. Null if they have only signed in. */
  @Column({ name: 'proved_at', type: 'timestamptz', nullable: true })
  provedAt!: Date | null;

  /** The purpose that this proof counts for. Null while it could count for any. */
  @Column({ name: 'proof_purpose', type: 'text', nullable: true })
  proofPurpose!: ProofPurpose | null;

  /**
   * The members who vouch for the person's identity, as for a sign-in through a mailed link. Empty if the person has
   * given a proof of their own.
   */
  @Column({ name: 'vouched_by', type: 'uuid', array: true })
  vouchedBy!: string[];

  /** When the session was last used, precise to the minute. */
  @Column({ name: 'used_at', type: 'timestamptz' })
  usedAt!: Date;

  @Column({ name: 'methods', type: 'text', array: true })
  methods!: SignInMethod[];

  /** The network address where it began. */
  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
