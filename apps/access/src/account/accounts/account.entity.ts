import type { AccountState } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from './whole-number.js';

/** The columns of an account that decisions depend on. Every change of an account locks this row first. */
@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  preset!: string;

  @Column({ type: 'text' })
  status!: AccountState['status'];

  @Column({ name: 'owner_member_id', type: 'uuid' })
  ownerMemberId!: string;

  /** Identity's revision of the state that these columns copy. */
  @Column({ type: 'bigint', transformer: wholeNumber })
  revision!: number;

  /** The authorization version. It is 0 only inside the transaction that first creates the row. */
  @Column({ type: 'bigint', transformer: wholeNumber })
  version!: number;
}
