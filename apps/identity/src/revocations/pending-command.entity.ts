import type { Actor } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A command that has begun at access and may still have to end here (`decisions.md` 2). */
@Entity('pending_commands')
export class PendingCommandEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

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
