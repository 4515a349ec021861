import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The authenticator app of a person. */
@Entity('totps')
export class TotpEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** Sealed. */
  @Column({ name: 'secret', type: 'text' })
  secret!: string;

  /** The last step (RFC 6238) whose code was used. Codes of this step and earlier ones no longer work. */
  @Column({ name: 'last_step', type: 'integer' })
  lastStep!: number;

  /** Wrong codes since the last right one, across all sign-ins. */
  @Column({ name: 'failures', type: 'integer', default: 0 })
  failures!: number;

  @Column({ name: 'blocked_until', type: 'timestamptz', nullable: true })
  blockedUntil!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
