import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('credentials')
export class CredentialEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** Argon2id, in the PHC string format. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;

  /** Somebody else chose the password; the person has to choose their own at the next sign-in. */
  @Column({ name: 'must_change', type: 'boolean', default: false })
  mustChange!: boolean;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;
}
