import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The signature of access on each change: `{ preset, catalogueHash, content, previous, signature, hash }`. Older
 * changes have none; an evaluator that holds an account from before reads it again.
 */
export class SealChanges1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table changes add column seal jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table changes drop column seal');
  }
}
