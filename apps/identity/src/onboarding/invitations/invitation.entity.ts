import type { InvitationState } from '@roster/contracts';
import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

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

  /** The inviter's member id. */
  @Column({ name: 'inviter_id', type: 'uuid' })
  inviterId!: string;

  /** The member who sent it again last. They answer for it instead of the inviter (S40). */
  @Column({ name: 'resender_id', type: 'uuid', nullable: true })
  resenderId!: string | null;

  /** The version of the account that they may give the roles at. Who has set the roles since answers for it. */
  @Column({ name: 'resent_version', type: 'integer', nullable: true })
  resentVersion!: number | null;

  /** Whether the inviter promised agent access too, which whoever answers for it must be able to give. */
  @Column({ name: 'agent_access', type: 'boolean', default: false })
  agentAccess!: boolean;

  /** The name, for the mail, of the inviter or of who sent it again last. */
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

export const INVITATIONS = new OneTimeSecrets(InvitationEntity, {
  open: (now) => ({ state: 'pending' as const, expiresAt: MoreThan(now) }),
  used: () => ({ state: 'accepted' as const }),
});
