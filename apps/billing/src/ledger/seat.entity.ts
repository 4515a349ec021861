import { Column, Entity, PrimaryColumn } from 'typeorm';
import { WHOLE } from '../money/whole.js';
import type { SeatState } from './seat.js';

/** One row per account and pool. Its lock puts all changes of the pool in order. */
@Entity('seat_pools')
export class SeatPoolEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'text' })
  pool!: string;

  @Column({ type: 'int' })
  used!: number;

  @Column({ type: 'int' })
  reserved!: number;

  /** Seats that are paid for until the end of the pool's period. */
  @Column({ type: 'int' })
  bought!: number;

  /** What each of those was agreed to cost for a whole interval. */
  @Column({ name: 'unit_price', type: 'bigint', nullable: true, transformer: WHOLE })
  unitPrice!: number | null;

  /** When the contact was last told that somebody could not come in. */
  @Column({ name: 'refused_at', type: 'timestamptz', nullable: true })
  refusedAt!: Date | null;
}

@Entity('seat_keys')
export class SeatKeyEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'text' })
  pool!: string;

  /** A member's id, or a key of its own for members who came back and for agents. */
  @PrimaryColumn({ type: 'uuid' })
  key!: string;

  @Column({ type: 'text' })
  state!: SeatState;

  /** Whether identity has confirmed that what the seat was reserved for exists. */
  @Column({ type: 'boolean' })
  confirmed!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;

  /** The line by which the seat was bought, if it was bought for this key. */
  @Column({ name: 'line_id', type: 'uuid', nullable: true })
  lineId!: string | null;
}
