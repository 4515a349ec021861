import type { Actor } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TakenStatus } from '../../people/members/lifecycle.js';

/** A command that has begun at access and may still have to end here (`docs/decisions.md` 2). */
@Entity('pending_commands')
export class PendingCommandEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** What the member is to become. */
  @Column({ name: 'status', type: 'text' })
  status!: TakenStatus;

  /** Who takes over the records of one who is deleted; null for nobody. */
  @Column({ name: 'successor_id', type: 'uuid', nullable: true })
  successorId!: string | null;

  /** The member's when it began: no older event can undo at access what this takes away. */
  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  /** In whose name it is asked again. */
  @Column({ name: 'actor', type: 'jsonb' })
  actor!: Actor;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  /** From when on somebody else may take it over. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;
}
