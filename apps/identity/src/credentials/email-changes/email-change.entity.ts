import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A change of a person's address: asked for, then confirmed from the new one, then perhaps undone from the old one. */
@Entity('email_changes')
export class EmailChangeEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'old_email', type: 'text' })
  oldEmail!: string;

  @Column({ name: 'new_email', type: 'text' })
  newEmail!: string;

  /** Of the link that confirms it. */
  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  /** When the first link was used, or something else took its place. */
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** Of the link that undoes it, once it is confirmed. */
  @Column({ name: 'undo_hash', type: 'text', nullable: true })
  undoHash!: string | null;

  @Column({ name: 'undo_expires_at', type: 'timestamptz', nullable: true })
  undoExpiresAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
