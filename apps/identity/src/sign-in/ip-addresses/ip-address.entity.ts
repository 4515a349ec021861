import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An address from which a member may sign in. */
@Entity('ip_addresses')
export class IpAddressEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** As `networkOf` spells it. */
  @Column({ name: 'address', type: 'text' })
  address!: string;

  @Column({ name: 'authorized_at', type: 'timestamptz' })
  authorizedAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
