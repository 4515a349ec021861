import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRecords1763900010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...records, ...names]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index members_by_email, members_by_user');
    await queryRunner.query('drop table records');
  }
}

/** Ids come from other services. They are ordered by their bytes, so that pages follow the key. */
const records = [
  `create table records (
     account_id uuid not null references accounts (id),
     type text collate "C" not null,
     id text collate "C" not null,
     owner_member_id uuid,
     project_id uuid,
     properties jsonb not null default '{}',
     updated_at timestamptz not null default clock_timestamp(),
     primary key (account_id, type, id),
     foreign key (account_id, owner_member_id) references members (account_id, id)
   )`,
  `create index records_by_owner on records (account_id, type, owner_member_id, id)`,
  ...tenantTable('access', 'records'),
];

/** Indexes for what AuthZEN calls people by: their addresses, and the ids of their users. */
const names = [
  `create index members_by_email on members (account_id, email)`,
  `create index members_by_user on members (account_id, user_id)`,
];
