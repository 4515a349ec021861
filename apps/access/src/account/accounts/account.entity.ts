import type { AccountState } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from './whole-number.js';

/** An account as far as decisions go. Its row's lock is what every change of the account waits for. */
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

  /** Identity's: of the state that these columns copy. */
  @Column({ type: 'bigint', transformer: wholeNumber })
  revision!: number;

  /** The authorization version; 0 only inside the transaction that sees the account first. */
  @Column({ type: 'bigint', transformer: wholeNumber })
  version!: number;
}
