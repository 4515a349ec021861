import { databaseRoles, globalTable, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { run } = databaseRoles('identity');

/** Lets sweeps read the rows of all accounts: select only, and only rows that are due. */
const dueLens = (table: string, due: string) =>
  `create policy ${table}_due on ${table} for select to ${run}
     using (current_setting('roster.due', true) = 'on' and ${due})`;

const STATEMENTS = [
  `create table sign_ups (
     id uuid primary key,
     account_id uuid not null,
     member_id uuid not null,
     email text not null,
     password_hash text not null,
     token_hash text not null unique,
     expires_at timestamptz not null,
     created_at timestamptz not null,
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create index sign_ups_email on sign_ups (email, created_at)`,
  `create index sign_ups_expires_at on sign_ups (expires_at)`,
  ...globalTable('identity', 'sign_ups', ['select', 'insert', 'delete']),

  `create table invitations (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     email text not null,
     state text not null check (state in ('pending', 'accepted', 'withdrawn', 'expired')),
     token_hash text not null,
     generation integer not null,
     inviter_id uuid not null,
     invited_by text not null,
     resent_at timestamptz[] not null default '{}',
     expires_at timestamptz not null,
     created_at timestamptz not null,
     primary key (account_id, id),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create unique index invitations_member on invitations (account_id, member_id)`,
  // Not unique, because a unique constraint across accounts would prevent partitioning the table by account.
  `create index invitations_token_hash on invitations (token_hash)`,
  `create index invitations_email on invitations (account_id, email, created_at)`,
  `create index invitations_due on invitations (expires_at) where state = 'pending'`,
  ...tenantTable('identity', 'invitations', { lenses: ['token_hash'], grants: ['select', 'insert', 'update'] }),
  dueLens('invitations', `state = 'pending' and expires_at <= now()`),

  `create table pending_commands (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     revision integer not null,
     actor jsonb not null,
     request_id text not null,
     due_at timestamptz not null,
     primary key (account_id, id)
   )`,
  `create index pending_commands_due on pending_commands (due_at)`,
  ...tenantTable('identity', 'pending_commands'),
  dueLens('pending_commands', 'due_at <= now()'),
];

export class CreateInvitations1763800001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table pending_commands, invitations, sign_ups');
  }
}
