import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

export type AuthorizationPurpose = 'sign-in' | 'renew' | 'link' | 'connect' | 'trial';

/**
 * A question to an identity provider or a third party that waits for its answer. The row is deleted with the answer.
 */
@Entity('authorizations')
export class AuthorizationEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'state_hash', type: 'text' })
  stateHash!: string;

  /** The hash of the secret in the browser that began it. */
  @Column({ name: 'binding_hash', type: 'text' })
  bindingHash!: string;

  @Column({ name: 'purpose', type: 'text' })
  purpose!: AuthorizationPurpose;

  /** The account of the connection, for a sign-in. */
  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId!: string | null;

  /** The connection's id, or the third party's id. */
  @Column({ name: 'target', type: 'text' })
  target!: string;

  /** The person who began it, if they were signed in. */
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId!: string | null;

  @Column({ name: 'nonce', type: 'text' })
  nonce!: string;

  /** The PKCE verifier (RFC 7636), sealed. */
  @Column({ name: 'verifier', type: 'text' })
  verifier!: string;

  @Column({ name: 'scopes', type: 'text', array: true })
  scopes!: string[];

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

export const AUTHORIZATIONS = new OneTimeSecrets(AuthorizationEntity, {
  open: (now) => ({ expiresAt: MoreThan(now) }),
});
