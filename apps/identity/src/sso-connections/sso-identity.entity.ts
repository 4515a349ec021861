import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whom an account's provider knows under which name: by this alone he is recognised, never by an address. */
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

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
