import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The value of a property that variants of an action can depend on. */
export type PropertyValue = string | number | boolean;

/** What access knows of a record that another service stores. */
@Entity('records')
export class RecordEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** The key of a feature in the catalogue. */
  @PrimaryColumn({ type: 'text' })
  type!: string;

  /** The id that the other service gave the record. */
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

  /**
   * Set when the record's registration was deleted. The row stays, so that the last owner still counts when somebody
   * registers the record again.
   */
  @Column({ name: 'deleted_at', type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}
