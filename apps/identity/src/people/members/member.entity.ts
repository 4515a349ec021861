import type { GrantValue, MemberStatus } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('members')
export class MemberEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  /** `service`: no person, only a key of the API. */
  @Column({ name: 'kind', type: 'text', default: 'person' })
  kind!: 'person' | 'service';

  /** Null until the member has come in. */
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ name: 'email', type: 'text' })
  email!: string;

  @Column({ name: 'first_name', type: 'text' })
  firstName!: string;

  @Column({ name: 'last_name', type: 'text' })
  lastName!: string;

  @Column({ name: 'status', type: 'text' })
  status!: MemberStatus;

  /** The roles that the invitation promised. The roles held today are in `member_roles`. */
  @Column({ name: 'role_ids', type: 'uuid', array: true })
  roleIds!: string[];

  /** The teams that the invitation promised. Those of today are in `member_teams`. */
  @Column({ name: 'team_ids', type: 'uuid', array: true, default: [] })
  teamIds!: string[];

  /** The permissions of their own that were promised. Those of today are access's. */
  @Column({ name: 'grants', type: 'jsonb', nullable: true })
  grants!: Record<string, GrantValue> | null;

  /** The manager that was promised. The one of today is access's. */
  @Column({ name: 'manager_id', type: 'uuid', nullable: true })
  managerId!: string | null;

  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** The sender's name of the mails that this member sends (ID-14). */
  @Column({ name: 'email_from_name', type: 'text', nullable: true })
  emailFromName!: string | null;

  /** Where answers to these mails go. Null: to the administrator (ID-15). */
  @Column({ name: 'reply_to', type: 'text', nullable: true })
  replyTo!: string | null;

  /** An IANA name. Null: the account's. */
  @Column({ name: 'time_zone', type: 'text', nullable: true })
  timeZone!: string | null;

  @Column({ name: 'agent_access', type: 'boolean', default: false })
  agentAccess!: boolean;

  /**
   * The key of the member's agent seat. Without agent access, the key of their last one. Every new seat has a new key.
   */
  @Column({ name: 'agent_seat_key', type: 'uuid', nullable: true })
  agentSeatKey!: string | null;

  /** Whether the user behind the member has a second factor: a copy, for the list. */
  @Column({ name: 'two_factor', type: 'boolean', default: false })
  twoFactor!: boolean;

  /** The key of the member's seat in billing. Null: their id. Members who came back have another key. */
  @Column({ name: 'seat_key', type: 'uuid', nullable: true })
  seatKey!: string | null;

  /** When their deletion began. Their access is gone since then; keepers of records have still to confirm. */
  @Column({ name: 'deleting_since', type: 'timestamptz', nullable: true })
  deletingSince!: Date | null;

  @Column({ name: 'last_active_at', type: 'timestamptz', nullable: true })
  lastActiveAt!: Date | null;
}
