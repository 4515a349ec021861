import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an account is suspended. */
export class SayWhySuspended1764600300000 implements MigrationInterface {
  readonly name = 'SayWhySuspended1764600300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table accounts add column suspended_for text check (suspended_for in ('unpaid', 'ended')),
         add constraint accounts_suspended_for_a_reason check (suspended_for is null or status = 'suspended')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table accounts drop column suspended_for');
  }
}
