import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans can be changed: what is paid for one, what is scheduled, and lines of plans. */
export class ChangePlans1764600200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table subscriptions
         add column price bigint check (price >= 0),
         add column scheduled jsonb`,
    );
    await queryRunner.query('alter table invoice_lines alter column pool drop not null');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('delete from invoice_lines where pool is null');
    await queryRunner.query('alter table invoice_lines alter column pool set not null');
    await queryRunner.query('alter table subscriptions drop column price, drop column scheduled');
  }
}
