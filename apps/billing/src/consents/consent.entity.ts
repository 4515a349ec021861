import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { QuotedPrice } from '../quotes/quote.entity.js';
import type { QuoteTerms } from '../quotes/terms.js';

/** A person's recorded yes. It stays as it was given; only that it was used is added. */
@Entity('consents')
export class ConsentEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'quote_id', type: 'uuid' })
  quoteId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** Whether they may edit the billing. Whoever may not buys within what inviters may. */
  @Column({ name: 'edits_billing', type: 'boolean' })
  editsBilling!: boolean;

  /** The network address that the gateway saw. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'jsonb' })
  terms!: QuoteTerms;

  @Column({ type: 'jsonb' })
  price!: QuotedPrice;

  @Column({ name: 'given_at', type: 'timestamptz' })
  givenAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'used_at', type: 'timestamptz', nullable: true })
  usedAt!: Date | null;
}
