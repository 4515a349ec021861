import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for looking up changes by actor and by target. */
export class IndexChanges1763900011000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index changes_by_target on changes (account_id, target_id, version)');
    await queryRunner.query(
      `create index changes_by_actor on changes (account_id, coalesce(actor->>'memberId', actor->>'name'), version)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index changes_by_target, changes_by_actor');
  }
}
