import type { TeamReference } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A copy of the member's teams, which access owns, for display. */
@Entity('member_teams')
export class MemberTeamsEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'teams', type: 'jsonb' })
  teams!: TeamReference[];

  /** The account's version at which access reported them; 0 for what the invitation promised. */
  @Column({ name: 'version', type: 'integer' })
  version!: number;
}
