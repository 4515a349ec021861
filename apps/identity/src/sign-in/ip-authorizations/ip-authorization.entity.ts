import { Column, Entity, MoreThan, PrimaryColumn } from 'typeorm';
import { OneTimeSecrets } from '../../core/tokens/one-time-secrets.js';

/** An open link that authorizes an address. The row is deleted when it is used. */
@Entity('ip_authorizations')
export class IpAuthorizationEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** As `networkOf` spells it. */
  @Column({ name: 'address', type: 'text' })
  address!: string;

  @Column({ name: 'generation', type: 'integer' })
  generation!: number;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}

export const IP_AUTHORIZATIONS = new OneTimeSecrets(IpAuthorizationEntity, {
  open: (now) => ({ expiresAt: MoreThan(now) }),
});
