import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A deletion that has begun or is done: who takes over the member's records, and which keepers have confirmed that none
 * are left.
 */
@Entity('deletions')
export class DeletionEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** Null if they owned nothing. */
  @Column({ name: 'successor_id', type: 'uuid', nullable: true })
  successorId!: string | null;

  /** The names of keepers of records that have not confirmed yet. */
  @Column({ name: 'pending', type: 'text', array: true })
  pending!: string[];

  /** The number of records that each of the other keepers has reassigned. */
  @Column({ name: 'reassigned', type: 'jsonb' })
  reassigned!: Record<string, number>;

  @Column({ name: 'begun_at', type: 'timestamptz' })
  begunAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
