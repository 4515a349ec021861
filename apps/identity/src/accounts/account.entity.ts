import type { AccountStatus } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid' })
  id!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'preset', type: 'text' })
  preset!: string;

  @Column({ name: 'status', type: 'text' })
  status!: AccountStatus;

  @Column({ name: 'owner_member_id', type: 'uuid' })
  ownerMemberId!: string;

  @Column({ name: 'revision', type: 'integer' })
  revision!: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
