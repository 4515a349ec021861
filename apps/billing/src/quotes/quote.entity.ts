import type { Quote } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { QuoteTerms } from './terms.js';

export type QuotedPrice = Pick<Quote, 'lines' | 'prorated' | 'recurring'>;

@Entity('quotes')
export class QuoteEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Who asked: nobody else can consent to it. */
  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'jsonb' })
  terms!: QuoteTerms;

  @Column({ type: 'jsonb' })
  price!: QuotedPrice;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
