import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table password_resets (
     id uuid primary key,
     user_id uuid not null references users (id),
     token_hash text not null unique,
     closed_at timestamptz,
     expires_at timestamptz not null,
     created_at timestamptz not null
   )`,
  `create index password_resets_user on password_resets (user_id, created_at)`,
  `create index password_resets_expires_at on password_resets (expires_at)`,
  ...globalTable('identity', 'password_resets'),

  `create table email_changes (
     id uuid primary key,
     user_id uuid not null references users (id),
     old_email text not null,
     new_email text not null,
     token_hash text not null unique,
     closed_at timestamptz,
     expires_at timestamptz not null,
     undo_hash text unique,
     undo_expires_at timestamptz,
     created_at timestamptz not null
   )`,
  `create index email_changes_user on email_changes (user_id, created_at)`,
  `create index email_changes_new_email on email_changes (new_email, created_at)`,
  `create index email_changes_expires_at on email_changes (expires_at)`,
  ...globalTable('identity', 'email_changes'),
];

/** Links that set a new password, and links that confirm or undo a change of address. */
export class CreatePasswordResets1764000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table password_resets, email_changes');
  }
}
