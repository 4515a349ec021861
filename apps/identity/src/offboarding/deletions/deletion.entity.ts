import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member who is being deleted, or was: who takes over his records, and who has confirmed that he has none left. */
@Entity('deletions')
export class DeletionEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** Null where he owned nothing. */
  @Column({ name: 'successor_id', type: 'uuid', nullable: true })
  successorId!: string | null;

  /** Names of keepers of records that have not confirmed yet. */
  @Column({ name: 'pending', type: 'text', array: true })
  pending!: string[];

  /** How many records each of the others has reassigned. */
  @Column({ name: 'reassigned', type: 'jsonb' })
  reassigned!: Record<string, number>;

  @Column({ name: 'begun_at', type: 'timestamptz' })
  begunAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
