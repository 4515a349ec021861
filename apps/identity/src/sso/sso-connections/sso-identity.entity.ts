import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The link between a provider's subject and a person. It recognises the person even if their address has changed. */
@Entity('sso_identities')
export class SsoIdentityEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'issuer', type: 'text' })
  issuer!: string;

  @PrimaryColumn({ name: 'subject', type: 'text' })
  subject!: string;

  /** By which an administrator names it. */
  @Column({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /**
   * The connection to which the person linked it themselves while signed in. Null if they were recognised by their
   * address.
   */
  @Column({ name: 'linked_to', type: 'uuid', nullable: true })
  linkedTo!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
