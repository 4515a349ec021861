import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many records of deleted members were handed over, and to whom. */
export class CreateHandovers1764000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create table record_handovers (
         account_id uuid not null references accounts (id),
         member_id uuid not null,
         successor_id uuid,
         count bigint not null,
         begun_at timestamptz not null default clock_timestamp(),
         primary key (account_id, member_id),
         foreign key (account_id, member_id) references members (account_id, id),
         foreign key (account_id, successor_id) references members (account_id, id)
       )`,
    );
    const grants = ['select', 'insert', 'update'] as const;
    for (const sql of tenantTable('access', 'record_handovers', { grants })) await queryRunner.query(sql);
    // An index by owner alone. Without it, each batch of a handover would read all records of the account.
    await queryRunner.query(
      `create index records_by_owner_alone on records (account_id, owner_member_id, type, id) where deleted_at is null`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index records_by_owner_alone');
    await queryRunner.query('drop table record_handovers');
  }
}
