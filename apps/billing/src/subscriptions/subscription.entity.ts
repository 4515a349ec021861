import type { Allowances } from '../quotes/terms.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('subscriptions')
export class SubscriptionEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** The preset of the product, which names the seat pools. */
  @Column({ type: 'text' })
  preset!: string;

  @Column({ name: 'plan_id', type: 'text' })
  planId!: string;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  /** What was set of who may buy; the product's own where it was not. */
  @Column({ type: 'jsonb' })
  settings!: Partial<Allowances>;
}
