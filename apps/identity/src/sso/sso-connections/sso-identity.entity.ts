import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whom an account's provider knows under which name: by this they are recognised, whatever address they have by then. */
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

  /** The connection to which they linked it themselves, from inside; null where they were recognised by their address. */
  @Column({ name: 'linked_to', type: 'uuid', nullable: true })
  linkedTo!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
