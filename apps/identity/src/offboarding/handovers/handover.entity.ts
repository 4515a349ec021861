import type { HandoverWindow } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a member can be reached in one of their projects. No row: always. */
@Entity('handovers')
export class HandoverEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @PrimaryColumn({ name: 'project_id', type: 'uuid' })
  projectId!: string;

  @Column({ name: 'windows', type: 'jsonb' })
  windows!: HandoverWindow[];

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
