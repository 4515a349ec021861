import type { LineKind } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { WHOLE } from '../money/whole.js';

/** What is charged, or credited. Without an invoice it stands on the open draft. */
@Entity('invoice_lines')
export class InvoiceLineEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Null while it stands on the draft. */
  @Column({ name: 'invoice_id', type: 'uuid', nullable: true })
  invoiceId!: string | null;

  @Column({ type: 'text' })
  kind!: LineKind;

  /** Null for the plan. */
  @Column({ type: 'text', nullable: true })
  pool!: string | null;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'int' })
  quantity!: number;

  @Column({ name: 'unit_amount', type: 'bigint', transformer: WHOLE })
  unitAmount!: number;

  @Column({ type: 'text' })
  currency!: string;

  /** Days that it is for, of those of a whole interval. */
  @Column({ type: 'int' })
  days!: number;

  @Column({ name: 'of_days', type: 'int' })
  ofDays!: number;

  @Column({ type: 'bigint', transformer: WHOLE })
  amount!: number;

  /** `2026-01-31` */
  @Column({ name: 'from_day', type: 'text' })
  fromDay!: string;

  /** The day after the last one. */
  @Column({ name: 'to_day', type: 'text' })
  toDay!: string;

  /** Null where the account buys by itself, and where nobody had to agree. */
  @Column({ name: 'consent_id', type: 'uuid', nullable: true })
  consentId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
