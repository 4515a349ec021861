import { Entity, PrimaryColumn } from 'typeorm';

/** A member holds a role. */
@Entity('member_roles')
export class MemberRoleEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @PrimaryColumn({ name: 'role_id', type: 'uuid' })
  roleId!: string;
}
