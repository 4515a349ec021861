import type { ScopeName } from '@roster/permissions';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from './accounts/instant.js';

/** A member's own ALLOW or DENY for one permission. */
@Entity('member_exceptions')
export class ExceptionEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'text' })
  permission!: string;

  @Column({ type: 'text' })
  effect!: 'allow' | 'deny';

  /** Only for an ALLOW on a scoped permission; null otherwise. */
  @Column({ type: 'text', array: true, nullable: true })
  scope!: ScopeName[] | null;

  @Column({ name: 'project_id', type: 'uuid', nullable: true })
  projectId!: string | null;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true, transformer: instant })
  expiresAt!: number | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', transformer: instant })
  createdAt!: number;
}
