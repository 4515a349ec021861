import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../accounts/instant.js';

/** A member is on a team. The scope TEAM depends on it. */
@Entity('team_members')
export class TeamMemberEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'team_id', type: 'uuid' })
  teamId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true, transformer: instant })
  expiresAt!: number | null;
}
