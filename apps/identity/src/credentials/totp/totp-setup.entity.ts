import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An authenticator app that has not been confirmed with a code yet. */
@Entity('totp_setups')
export class TotpSetupEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** Sealed. */
  @Column({ name: 'secret', type: 'text' })
  secret!: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
