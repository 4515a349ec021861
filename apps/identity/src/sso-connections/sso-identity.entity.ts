import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whom an account's provider knows under which name: by this he is recognised, whatever address he has by then. */
@Entity('sso_identities')
export class SsoIdentityEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'issuer', type: 'text' })
  issuer!: string;

  @PrimaryColumn({ name: 'subject', type: 'text' })
  subject!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** The connection to which he linked it himself, from inside; null where he was recognised by his address. */
  @Column({ name: 'linked_to', type: 'uuid', nullable: true })
  linkedTo!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
