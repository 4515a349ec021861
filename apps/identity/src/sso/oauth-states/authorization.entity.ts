import { Column, Entity, PrimaryColumn } from 'typeorm';

export type AuthorizationPurpose = 'sign-in' | 'renew' | 'link' | 'connect';

/** A question to an identity provider or a third party that waits for its answer. The row goes with the answer. */
@Entity('authorizations')
export class AuthorizationEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'state_hash', type: 'text' })
  stateHash!: string;

  /** Of the secret in the browser that began it. */
  @Column({ name: 'binding_hash', type: 'text' })
  bindingHash!: string;

  @Column({ name: 'purpose', type: 'text' })
  purpose!: AuthorizationPurpose;

  /** Of a sign-in's connection. */
  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId!: string | null;

  /** The connection's id, or the third party's name. */
  @Column({ name: 'target', type: 'text' })
  target!: string;

  /** Who is signed in already, and began it. */
  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId!: string | null;

  @Column({ name: 'nonce', type: 'text' })
  nonce!: string;

  /** PKCE's (RFC 7636), sealed. */
  @Column({ name: 'verifier', type: 'text' })
  verifier!: string;

  @Column({ name: 'scopes', type: 'text', array: true })
  scopes!: string[];

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
