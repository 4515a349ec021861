import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A property that a variant of an action may go by. */
export type PropertyValue = string | number | boolean;

/** What is known here of a record that another service stores. */
@Entity('records')
export class RecordEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** A feature of the catalogue. */
  @PrimaryColumn({ type: 'text' })
  type!: string;

  /** The other service's own id. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'owner_member_id', type: 'uuid', nullable: true })
  ownerId!: string | null;

  @Column({ name: 'project_id', type: 'uuid', nullable: true })
  projectId!: string | null;

  @Column({ type: 'jsonb' })
  properties!: Record<string, PropertyValue>;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;

  /** Since then it is not registered; whose it was is kept for the day on which somebody registers it anew. */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
