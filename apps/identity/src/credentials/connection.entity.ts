import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's account at a third party, with the tokens to use it on their behalf. */
@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** The third party's id in the configuration. */
  @PrimaryColumn({ name: 'provider', type: 'text' })
  provider!: string;

  /** The scopes that were granted. */
  @Column({ name: 'scopes', type: 'text', array: true })
  scopes!: string[];

  /** Sealed. */
  @Column({ name: 'access_token', type: 'text' })
  accessToken!: string;

  /** Sealed. */
  @Column({ name: 'refresh_token', type: 'text', nullable: true })
  refreshToken!: string | null;

  @Column({ name: 'token_expires_at', type: 'timestamptz', nullable: true })
  tokenExpiresAt!: Date | null;

  @Column({ name: 'connected_at', type: 'timestamptz' })
  connectedAt!: Date;
}
