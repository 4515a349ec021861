import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a member was told lately that their roles had changed, so that nobody's mailbox is flooded. */
export class LimitMailsOfRoles1764500330000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table member_roles add column told_at timestamptz[] not null default '{}'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table member_roles drop column told_at');
  }
}
