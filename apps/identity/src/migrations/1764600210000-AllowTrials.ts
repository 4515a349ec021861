import type { MigrationInterface, QueryRunner } from 'typeorm';

const only = (purposes: string) => `alter table authorizations
  drop constraint authorizations_purpose_check,
  add constraint authorizations_purpose_check check (purpose in (${purposes}))`;

/** Providers are also asked to find out what a sign-in would come to. */
export class AllowTrials1764600210000 implements MigrationInterface {
  readonly name = 'AllowTrials1764600210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(only(`'sign-in', 'renew', 'link', 'connect', 'trial'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from authorizations where purpose = 'trial'`);
    await runner.query(only(`'sign-in', 'renew', 'link', 'connect'`));
  }
}
