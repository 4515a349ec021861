import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What access has signed of each change: `{ preset, catalogueHash, content, previous, signature, hash }`. Changes from
 * before have none; who holds an account from before them reads it anew.
 */
export class SealChanges1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table changes add column seal jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table changes drop column seal');
  }
}
