import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../accounts/instant.js';

/** A member is on a project team. */
@Entity('project_members')
export class ProjectMemberEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'project_id', type: 'uuid' })
  projectId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true, transformer: instant })
  expiresAt!: number | null;
}
