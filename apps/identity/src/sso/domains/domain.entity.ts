import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('domains')
export class DomainEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'domain', type: 'text' })
  domain!: string;

  /** The value of the DNS record. It is no secret, but every account has its own. */
  @Column({ name: 'token', type: 'text' })
  token!: string;

  @Column({ name: 'verified_at', type: 'timestamptz', nullable: true })
  verifiedAt!: Date | null;

  /** The member who verified it. They also vouch for people who are recognised by an address in the domain. */
  @Column({ name: 'verifier_id', type: 'uuid', nullable: true })
  verifierId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
