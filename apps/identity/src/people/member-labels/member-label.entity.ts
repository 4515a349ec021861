import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member is shown with a role or a team: a copy of what access owns, by which the list is filtered. */
@Entity('member_labels')
export class MemberLabelEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** The role's id, or the team's. */
  @PrimaryColumn({ name: 'label_id', type: 'uuid' })
  labelId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: 'role' | 'team';
}
