import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The permissions and the manager that a new member comes in with, as their form said. */
export class PromiseGrants1764500410000 implements MigrationInterface {
  readonly name = 'PromiseGrants1764500410000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table members add column grants jsonb, add column manager_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table members drop column grants, drop column manager_id');
  }
}
