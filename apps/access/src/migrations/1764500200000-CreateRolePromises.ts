import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles that somebody is about to get, so that they are not deleted in between. */
export class CreateRolePromises1764500200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create table role_promises (
         account_id uuid not null references accounts (id),
         id uuid not null,
         role_ids uuid[] not null,
         member_ids uuid[] not null,
         made_at timestamptz not null default clock_timestamp(),
         settled_at timestamptz,
         primary key (account_id, id)
       )`,
    );
    for (const sql of tenantTable('access', 'role_promises')) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table role_promises');
  }
}
