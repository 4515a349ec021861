import type { AccountStatus, SuspensionReason } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'preset', type: 'text' })
  preset!: string;

  @Column({ name: 'status', type: 'text' })
  status!: AccountStatus;

  /** Null unless it is suspended. */
  @Column({ name: 'suspended_for', type: 'text', nullable: true })
  suspendedFor!: SuspensionReason | null;

  @Column({ name: 'owner_member_id', type: 'uuid' })
  ownerMemberId!: string;

  /** An IANA name. */
  @Column({ name: 'time_zone', type: 'text', default: 'UTC' })
  timeZone!: string;

  @Column({ name: 'second_factor_required', type: 'boolean', default: false })
  secondFactorRequired!: boolean;

  @Column({ name: 'ip_restrictions', type: 'boolean', default: false })
  ipRestrictions!: boolean;

  /** Null: the service's configuration decides. */
  @Column({ name: 'session_hours', type: 'integer', nullable: true })
  sessionHours!: number | null;

  @Column({ name: 'idle_minutes', type: 'integer', nullable: true })
  idleMinutes!: number | null;

  /** The owner's confirmed telephone number, in E.164. */
  @Column({ name: 'phone', type: 'text', nullable: true })
  phone!: string | null;

  @Column({ name: 'phone_verified_at', type: 'timestamptz', nullable: true })
  phoneVerifiedAt!: Date | null;

  /** A copy of what billing says: the member who gets the bills; null for the owner. */
  @Column({ name: 'billing_contact_id', type: 'uuid', nullable: true })
  billingContactId!: string | null;

  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
