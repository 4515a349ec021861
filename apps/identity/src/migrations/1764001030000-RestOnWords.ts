import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On whose word a session rests; on nobody's where its person has shown something of their own. */
export class RestOnWords1764001030000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table sessions add column vouched_by uuid[] not null default '{}'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sessions drop column vouched_by');
  }
}
