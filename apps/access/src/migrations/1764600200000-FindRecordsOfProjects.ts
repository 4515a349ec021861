import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a project is deleted, its records are counted and moved under the account's lock. */
export class FindRecordsOfProjects1764600200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'create index records_by_project on records (account_id, project_id) where project_id is not null',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index records_by_project');
  }
}
