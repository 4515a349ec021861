import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('domains')
export class DomainEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'domain', type: 'text' })
  domain!: string;

  /** What the record in DNS says: no secret, but nobody else's. */
  @Column({ name: 'token', type: 'text' })
  token!: string;

  @Column({ name: 'verified_at', type: 'timestamptz', nullable: true })
  verifiedAt!: Date | null;

  /** Who has shown it: whoever comes in by an address there comes in on their word, too. */
  @Column({ name: 'verifier_id', type: 'uuid', nullable: true })
  verifierId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
