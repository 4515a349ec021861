import type { MemberStatus } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('members')
export class MemberEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  /** `service`: nobody stands behind it but a key of the API. */
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

  /** What the invitation promised; the roles held today are in `member_roles`. */
  @Column({ name: 'role_ids', type: 'uuid', array: true })
  roleIds!: string[];

  /** The same of teams; those of today are in `member_teams`. */
  @Column({ name: 'team_ids', type: 'uuid', array: true, default: [] })
  teamIds!: string[];

  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** The sender's name of the mails that he sends (ID-14). */
  @Column({ name: 'email_from_name', type: 'text', nullable: true })
  emailFromName!: string | null;

  /** Where answers to them go; null: to the administrator's (ID-15). */
  @Column({ name: 'reply_to', type: 'text', nullable: true })
  replyTo!: string | null;

  /** IANA's name; null: the account's. */
  @Column({ name: 'time_zone', type: 'text', nullable: true })
  timeZone!: string | null;

  @Column({ name: 'agent_access', type: 'boolean', default: false })
  agentAccess!: boolean;

  /** The seat that he has as an agent; without agent access, the one that he had. A new one each time. */
  @Column({ name: 'agent_seat_key', type: 'uuid', nullable: true })
  agentSeatKey!: string | null;

  /** A copy of whether the user behind him has a second factor, for the list. */
  @Column({ name: 'two_factor', type: 'boolean', default: false })
  twoFactor!: boolean;

  /** The key of his seat at billing; null: his id, as for everybody who never came back. */
  @Column({ name: 'seat_key', type: 'uuid', nullable: true })
  seatKey!: string | null;

  /** Since when he is being deleted: his access is gone, and keepers of records are waited for. */
  @Column({ name: 'deleting_since', type: 'timestamptz', nullable: true })
  deletingSince!: Date | null;

  @Column({ name: 'last_active_at', type: 'timestamptz', nullable: true })
  lastActiveAt!: Date | null;
}
