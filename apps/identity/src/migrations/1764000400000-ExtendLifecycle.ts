import { databaseRoles, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { run } = databaseRoles('identity');

const STATEMENTS = [
  // The key of a member's current seat. A released key is never used again, so a member who comes back has another one.
  `alter table members add column seat_key uuid, add column deleting_since timestamptz`,
  `create index members_seat_key on members (account_id, seat_key) where seat_key is not null`,

  // All earlier rows were revocations.
  `alter table pending_commands
     add column status text not null default 'revoked' check (status in ('inactive', 'revoked', 'deleted')),
     add column successor_id uuid`,
  `alter table pending_commands alter column status drop default`,
  `create index pending_commands_member on pending_commands (account_id, member_id)`,

  `create table deletions (
     account_id uuid not null,
     member_id uuid not null,
     successor_id uuid,
     pending text[] not null,
     reassigned jsonb not null default '{}',
     begun_at timestamptz not null,
     finished_at timestamptz,
     primary key (account_id, member_id),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create index deletions_pending on deletions (member_id) where finished_at is null`,
  `create index deletions_successor on deletions (account_id, successor_id) where finished_at is null`,
  ...tenantTable('identity', 'deletions', { grants: ['select', 'insert', 'update'] }),
  // Lets keepers of records read what they still have to do, in all accounts.
  `create policy deletions_due on deletions for select to ${run}
     using (current_setting('roster.due', true) = 'on' and finished_at is null)`,
];

export class ExtendLifecycle1764000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table deletions');
    await queryRunner.query('drop index pending_commands_member, members_seat_key');
    await queryRunner.query('alter table pending_commands drop column status, drop column successor_id');
    await queryRunner.query('alter table members drop column seat_key, drop column deleting_since');
  }
}
