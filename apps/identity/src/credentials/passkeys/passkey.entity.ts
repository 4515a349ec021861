import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A WebAuthn credential, with the public key that checks its signatures. */
@Entity('passkeys')
export class PasskeyEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** The authenticator's id for it, in base64url. */
  @Column({ name: 'credential_id', type: 'text' })
  credentialId!: string;

  /** A COSE key in base64url. */
  @Column({ name: 'public_key', type: 'text' })
  publicKey!: string;

  /** The authenticator's own count of its signatures; 0 if it does not count. */
  @Column({
    name: 'counter',
    type: 'bigint',
    // The driver returns bigint as text. The counter has 32 bits, so a number holds it.
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
