import { Column, Entity, PrimaryColumn } from 'typeorm';
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
}
