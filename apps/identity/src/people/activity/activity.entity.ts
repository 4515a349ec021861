import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that a member did. Rows are added, never changed. */
@Entity('activities')
export class ActivityEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  /** Who did it. */
  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** `<noun>.<past>`, such as `session.started`. */
  @Column({ name: 'action', type: 'text' })
  action!: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at!: Date;

  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent!: string | null;

  /** What or whom it was done to: ids and plain facts, nothing secret. */
  @Column({ name: 'details', type: 'jsonb', default: {} })
  details!: Record<string, string>;
}
