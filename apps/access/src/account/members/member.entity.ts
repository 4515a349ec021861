import type { MemberStatus } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../accounts/whole-number.js';
import type { Membership, TakenStatus } from './member.js';

/**
 * A copy of identity's member, with a mark where access took the member away before identity did. A deleted member
 * stays as a tombstone.
 */
@Entity('members')
export class MemberEntity implements Membership {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ type: 'text' })
  email!: string;

  @Column({ name: 'first_name', type: 'text' })
  firstName!: string;

  @Column({ name: 'last_name', type: 'text' })
  lastName!: string;

  @Column({ type: 'text' })
  status!: MemberStatus;

  /** Identity's revision of the state that these columns copy. */
  @Column({ type: 'bigint', transformer: wholeNumber })
  revision!: number;

  @Column({ name: 'taken_status', type: 'text', nullable: true })
  takenStatus!: TakenStatus | null;

  @Column({ name: 'taken_revision', type: 'bigint', nullable: true, transformer: wholeNumber })
  takenRevision!: number | null;

  @Column({ name: 'manager_id', type: 'uuid', nullable: true })
  managerId!: string | null;

  @Column({ name: 'agent_access', type: 'boolean' })
  agentAccess!: boolean;
}
