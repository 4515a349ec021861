import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A credential of WebAuthn: what its authenticator signs, this can check. */
@Entity('passkeys')
export class PasskeyEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** The authenticator's name for it, in base64url. */
  @Column({ name: 'credential_id', type: 'text' })
  credentialId!: string;

  /** A COSE key in base64url. */
  @Column({ name: 'public_key', type: 'text' })
  publicKey!: string;

  /** How often the authenticator has signed, as it said last; 0 from one that does not count. */
  @Column({
    name: 'counter',
    type: 'bigint',
    // Of 32 bits, which a number holds; the driver reads what may be longer as text.
    transformer: { to: (counter: number) => counter, from: Number },
  })
  counter!: number;

  @Column({ name: 'transports', type: 'text', array: true })
  transports!: string[];

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'synced', type: 'boolean' })
  synced!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
