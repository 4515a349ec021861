import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To whom the bills of an account are written. */
export class KeepBillingDetails1764600400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `create table billing_details (
         account_id uuid primary key references subscriptions (account_id),
         company text not null,
         address text not null,
         country text not null,
         vat_id text,
         reference text,
         email text
       )`,
    );
    const table = tenantTable('billing', 'billing_details', { grants: ['select', 'insert', 'update'] });
    for (const sql of table) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table billing_details');
  }
}
