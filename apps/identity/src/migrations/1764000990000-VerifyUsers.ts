import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // When the person first proved that the address is theirs. Null for users created by a form, which anybody may fill
  // in.
  `alter table users add column verified_at timestamptz`,
  // All others came through a mailed link, or by an identity provider of their own domain.
  `update users set verified_at = created_at
   where not exists (select 1 from credentials c where c.user_id = users.id and c.must_change)`,
  // A password that somebody else has chosen is deleted when the address is proved.
  ...globalTable('identity', 'credentials', ['delete']),
];

export class VerifyUsers1764000990000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table users drop column verified_at');
  }
}
