import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SeatState } from './seat.js';

/** One row per account and pool: its lock is the gate that every seat passes. */
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
}

@Entity('seat_keys')
export class SeatKeyEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'text' })
  pool!: string;

  /** A member's id. */
  @PrimaryColumn({ type: 'uuid' })
  key!: string;

  @Column({ type: 'text' })
  state!: SeatState;

  /** Whether it is known that identity has committed what the seat was reserved for. */
  @Column({ type: 'boolean' })
  confirmed!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;
}
