import type { ProvisioningStop, SsoKind } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sso_connections')
export class SsoConnectionEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: SsoKind;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'issuer', type: 'text' })
  issuer!: string;

  @Column({ name: 'client_id', type: 'text' })
  clientId!: string;

  /** Sealed. */
  @Column({ name: 'client_secret', type: 'text' })
  clientSecret!: string;

  @Column({ name: 'enforced', type: 'boolean' })
  enforced!: boolean;

  @Column({ name: 'provisions', type: 'boolean' })
  provisions!: boolean;

  @Column({ name: 'role_ids', type: 'uuid', array: true })
  roleIds!: string[];

  /** Whether the provider's word stands in for the second factor of people who have one. */
  @Column({ name: 'trusts_second_factor', type: 'boolean' })
  trustsSecondFactor!: boolean;

  /** Whether an address counts that the provider says nothing about. Only the owner switches this on. */
  @Column({ name: 'trusts_addresses', type: 'boolean', default: false })
  trustsAddresses!: boolean;

  /**
   * The member who vouches for it. Its roles are given only while this member could still give them, and it recognises
   * nobody who may do more than this member.
   */
  @Column({ name: 'granter_id', type: 'uuid' })
  granterId!: string;

  /** Why nobody new comes in by it, as noticed last. Null while people do, or are not to. */
  @Column({ name: 'stopped_for', type: 'text', nullable: true })
  stoppedFor!: ProvisioningStop | null;

  /** The member who may no longer give its roles, if that is what stopped it. */
  @Column({ name: 'stopped_by', type: 'uuid', nullable: true })
  stoppedBy!: string | null;

  @Column({ name: 'stopped_at', type: 'timestamptz', nullable: true })
  stoppedAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
