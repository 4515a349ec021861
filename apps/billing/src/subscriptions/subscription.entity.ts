import type { Allowances, SeatPrice } from '../quotes/terms.js';
import { WHOLE } from '../money/whole.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What becomes of the subscription at the end of its period. */
export interface Scheduled {
  /** Null: it ends. */
  readonly planId: string | null;
  /** The first day on which it holds: `2026-01-31`. */
  readonly from: string;
  /** What was agreed to for the plan, of a whole interval. */
  readonly unitAmount: number;
  /** The seats that may be bought for it, at this price at most. */
  readonly seats: Readonly<Record<string, SeatPrice>>;
}

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

  /** What is paid for the plan each interval; null where nothing was charged yet. */
  @Column({ type: 'bigint', nullable: true, transformer: WHOLE })
  price!: number | null;

  /** The first day of the month of the subscription that begins next; null before the first one and after the end. */
  @Column({ name: 'next_day', type: 'text', nullable: true })
  nextDay!: string | null;

  /** The day after the last one. */
  @Column({ name: 'ended_on', type: 'text', nullable: true })
  endedOn!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  scheduled!: Scheduled | null;

  /** What was set of who may buy; the product's own where it was not. */
  @Column({ type: 'jsonb' })
  settings!: Partial<Allowances>;
}
