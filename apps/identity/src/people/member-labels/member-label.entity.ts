import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role or a team of a member: a copy of what access owns, used to filter the list. */
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
