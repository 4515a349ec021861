import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's account at a third party, and the tokens by which it is used in his name. */
@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: string;

  /** The third party, by its name in the configuration. */
  @PrimaryColumn({ name: 'provider', type: 'text' })
  provider!: string;

  /** What was granted. */
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
