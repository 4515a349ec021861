import type { DeliveryState, TokenReference } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MailContent } from '../templates/render.js';

@Entity('deliveries')
export class DeliveryEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** The id of the event that ordered it. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  template!: string;

  @Column({ type: 'text' })
  recipient!: string;

  /** What the template needs besides the link. */
  @Column({ type: 'jsonb' })
  content!: MailContent;

  /**
   * The link's token without its secret, which is fetched when the mail is sent and never stored. Null: the mail has no
   * link.
   */
  @Column({ name: 'token_reference', type: 'jsonb', nullable: true })
  tokenReference!: TokenReference | null;

  @Column({ type: 'text' })
  state!: DeliveryState;

  /** Attempts so far, including one that is in progress. */
  @Column({ type: 'int' })
  attempts!: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
