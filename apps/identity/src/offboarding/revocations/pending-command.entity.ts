import type { Actor, ClientOrigin } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TakenStatus } from '../../people/members/lifecycle.js';

/** A command that has begun at access and may still have to be finished here (`docs/decisions.md` 2). */
@Entity('pending_commands')
export class PendingCommandEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** The status that the member will have. */
  @Column({ name: 'status', type: 'text' })
  status!: TakenStatus;

  /** The member who takes over the records in a deletion. Null for nobody. */
  @Column({ name: 'successor_id', type: 'uuid', nullable: true })
  successorId!: string | null;

  /** The member who gets the bills after a deletion. Null where none was named. */
  @Column({ name: 'billing_contact_id', type: 'uuid', nullable: true })
  billingContactId!: string | null;

  /**
   * The member's revision when it began. Access ignores older events about the member, so that they cannot undo this.
   */
  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  /** The actor for whom access is asked again. */
  @Column({ name: 'actor', type: 'jsonb' })
  actor!: Actor;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  /** From where they asked, for the audit trail. Null where it is not known. */
  @Column({ name: 'client', type: 'jsonb', nullable: true })
  client!: ClientOrigin | null;

  /** The time from which another process may take the command over. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;
}
