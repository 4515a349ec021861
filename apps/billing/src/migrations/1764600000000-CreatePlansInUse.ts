import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which plans accounts have: a preset that lacks one of them is refused at boot. Global by design: ids only. */
export class CreatePlansInUse1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [
      `create table plans_in_use (
         preset text not null,
         plan_id text not null,
         primary key (preset, plan_id)
       )`,
      ...globalTable('billing', 'plans_in_use', ['select', 'insert']),
      'insert into plans_in_use (preset, plan_id) select distinct preset, plan_id from subscriptions',
    ]) {
      await queryRunner.query(sql);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table plans_in_use');
  }
}
