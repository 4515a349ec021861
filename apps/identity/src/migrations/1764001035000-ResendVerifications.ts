import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sign-up's link can be mailed again, and a later sign-up with the same address takes an earlier one's place. */
export class ResendVerifications1764001035000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sign_ups add column generation integer not null default 1');
    for (const grant of globalTable('identity', 'sign_ups', ['update'])) await queryRunner.query(grant);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sign_ups drop column generation');
  }
}
