import { globalTable, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table users (
     id uuid primary key,
     email text not null unique,
     first_name text not null,
     last_name text not null,
     created_at timestamptz not null
   )`,
  ...globalTable('identity', 'users', ['select', 'insert', 'update']),

  `create table credentials (
     user_id uuid primary key references users (id),
     password_hash text not null,
     changed_at timestamptz not null
   )`,
  ...globalTable('identity', 'credentials', ['select', 'insert', 'update']),

  `create table accounts (
     id uuid primary key,
     name text not null,
     preset text not null,
     status text not null check (status in ('pending', 'active', 'suspended')),
     owner_member_id uuid not null,
     revision integer not null,
     created_at timestamptz not null
   )`,
  ...tenantTable('identity', 'accounts', { accountColumn: 'id', grants: ['select', 'insert', 'update'] }),

  `create table members (
     account_id uuid not null references accounts (id),
     id uuid not null,
     user_id uuid references users (id),
     email text not null,
     first_name text not null,
     last_name text not null,
     status text not null check (status in ('invited', 'active', 'inactive', 'revoked', 'deleted')),
     role_ids uuid[] not null,
     revision integer not null,
     created_at timestamptz not null,
     last_active_at timestamptz,
     primary key (account_id, id),
     check (status <> 'active' or user_id is not null)
   )`,
  `create unique index members_email on members (account_id, email) where status <> 'deleted'`,
  `create index members_user on members (user_id) where user_id is not null`,
  ...tenantTable('identity', 'members', { lenses: ['user_id'], grants: ['select', 'insert', 'update'] }),

  // Exactly one owner, who is a member of the same account. Deferred, because each row needs the other one first.
  `alter table accounts add constraint accounts_owner foreign key (id, owner_member_id)
     references members (account_id, id) deferrable initially deferred`,

  `create table member_roles (
     account_id uuid not null,
     member_id uuid not null,
     role_ids uuid[] not null,
     roles jsonb not null,
     version integer not null,
     primary key (account_id, member_id)
   )`,
  ...tenantTable('identity', 'member_roles', { grants: ['select', 'insert', 'update'] }),

  `create table sessions (
     id uuid primary key,
     token_hash text not null unique,
     account_id uuid not null,
     member_id uuid not null,
     user_id uuid not null references users (id),
     created_at timestamptz not null,
     expires_at timestamptz not null,
     ended_at timestamptz,
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create index sessions_member on sessions (account_id, member_id) where ended_at is null`,
  `create index sessions_expires_at on sessions (expires_at)`,
  ...globalTable('identity', 'sessions'),
];

export class CreatePeople1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table sessions, member_roles, members, accounts, credentials, users');
  }
}
