import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps the owner of a record after its registration was deleted. A later registration is checked against that owner.
 */
export class KeepDeletedRecords1763900012000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table records add deleted_at timestamptz');
    await queryRunner.query('drop index records_by_owner');
    await queryRunner.query(
      `create index records_by_owner on records (account_id, type, owner_member_id, id) where deleted_at is null`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('delete from records where deleted_at is not null');
    await queryRunner.query('drop index records_by_owner');
    await queryRunner.query('create index records_by_owner on records (account_id, type, owner_member_id, id)');
    await queryRunner.query('alter table records drop deleted_at');
  }
}
