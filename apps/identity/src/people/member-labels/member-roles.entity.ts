import type { RoleReference } from '@roster/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A copy of the member's roles, which access owns, for display and filters. */
@Entity('member_roles')
export class MemberRolesEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'role_ids', type: 'uuid', array: true })
  roleIds!: string[];

  @Column({ name: 'roles', type: 'jsonb' })
  roles!: RoleReference[];

  /** The account's version at which access reported them; 0 for what the invitation promised. */
  @Column({ name: 'version', type: 'integer' })
  version!: number;
}
