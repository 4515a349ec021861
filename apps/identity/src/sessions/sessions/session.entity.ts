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

  /** When the person last proved who he is. */
  @Column({ name: 'authenticated_at', type: 'timestamptz' })
  authenticatedAt!: Date;

  /** When they last proved it because they were asked to, in this session; null where they have only signed in. */
  @Column({ name: 'proved_at', type: 'timestamptz', nullable: true })
  provedAt!: Date | null;

  /** The kind of act that this proof is for; null while it could be for any. */
  @Column({ name: 'proof_purpose', type: 'text', nullable: true })
  proofPurpose!: ProofPurpose | null;

  /** The members on whose word alone it rests that they are who they are, as for a sign-in by an address; else nobody. */
  @Column({ name: 'vouched_by', type: 'uuid', array: true })
  vouchedBy!: string[];

  /** When it was last seen in use, to the minute. */
  @Column({ name: 'used_at', type: 'timestamptz' })
  usedAt!: Date;

  @Column({ name: 'methods', type: 'text', array: true })
  methods!: SignInMethod[];

  /** Where it was begun. */
  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
