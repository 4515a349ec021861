import type { Grants } from '@roster/permissions';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredRole } from './role.js';

/**
 * A role. A system role stores its slug and takes the rest from the preset; a custom role stores everything. A deleted
 * role stays as a tombstone.
 */
@Entity('roles')
export class RoleEntity implements StoredRole {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text', nullable: true })
  slug!: string | null;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text', nullable: true })
  icon!: string | null;

  @Column({ type: 'jsonb', nullable: true })
  grants!: Grants | null;

  /** The position among the custom roles. */
  @Column({ type: 'int', nullable: true })
  position!: number | null;

  @Column({ name: 'manager_role_id', type: 'uuid', nullable: true })
  managerRoleId!: string | null;

  @Column({ type: 'boolean' })
  deleted!: boolean;

  /** Only for a deleted role: the role that its members got instead. */
  @Column({ name: 'replaced_by', type: 'uuid', nullable: true })
  replacedBy!: string | null;
}
