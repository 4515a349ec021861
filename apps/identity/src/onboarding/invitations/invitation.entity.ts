import type { InvitationState } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('invitations')
export class InvitationEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'email', type: 'text' })
  email!: string;

  @Column({ name: 'state', type: 'text' })
  state!: InvitationState;

  /** The hash of the token of the current generation. */
  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'generation', type: 'integer' })
  generation!: number;

  /** The inviter's member id. They must still be able to give the roles when the invitation is accepted (S40). */
  @Column({ name: 'inviter_id', type: 'uuid' })
  inviterId!: string;

  /** Whether the inviter promised agent access too, which they must still be able to give then. */
  @Column({ name: 'agent_access', type: 'boolean', default: false })
  agentAccess!: boolean;

  /** The inviter's name, for the mail. */
  @Column({ name: 'invited_by', type: 'text' })
  invitedBy!: string;

  /** When further mails with its link were requested. Only the latest times are kept. */
  @Column({ name: 'resent_at', type: 'timestamptz', array: true })
  resentAt!: Date[];

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
