import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A revocation that another process finishes is told with the address from which it was asked for. */
export class RememberOrigins1764500300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table pending_commands add column client jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table pending_commands drop column client');
  }
}
