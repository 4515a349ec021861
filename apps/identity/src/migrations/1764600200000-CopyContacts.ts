import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A copy of who gets the bills, for lists; and whom a deletion names to get them. */
export class CopyContacts1764600200000 implements MigrationInterface {
  readonly name = 'CopyContacts1764600200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table accounts add column billing_contact_id uuid, add column billing_contact_revision integer not null default 0',
    );
    await runner.query('alter table pending_commands add column billing_contact_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table accounts drop column billing_contact_id, drop column billing_contact_revision');
    await runner.query('alter table pending_commands drop column billing_contact_id');
  }
}
