import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when and why nobody new comes in by a connection, so that its owner is told once. */
export class NoticeStops1764500400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table sso_connections add column stopped_for text, add column stopped_by uuid,
         add column stopped_at timestamptz,
         add constraint sso_connections_stopped check ((stopped_for is null) = (stopped_at is null))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table sso_connections drop column stopped_for, drop column stopped_by, drop column stopped_at',
    );
  }
}
