import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // When the person first showed that the address is his; null for who was made by a form that anybody may fill in.
  `alter table users add column verified_at timestamptz`,
  // All others came through a link that was mailed to them, or by an identity provider of their own domain.
  `update users set verified_at = created_at
   where not exists (select 1 from credentials c where c.user_id = users.id and c.must_change)`,
  // One that somebody else has chosen goes when the address is proven.
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
