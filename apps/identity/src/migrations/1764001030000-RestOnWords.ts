import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The members who vouch for a session's person. Empty if the person has given a proof of their own. */
export class RestOnWords1764001030000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table sessions add column vouched_by uuid[] not null default '{}'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sessions drop column vouched_by');
  }
}
