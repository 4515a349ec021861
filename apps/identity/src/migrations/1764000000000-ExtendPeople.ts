import { globalTable, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // What each account requires of a sign-in, and more facts about it.
  `alter table accounts
     add column time_zone text not null default 'UTC',
     add column second_factor_required boolean not null default false,
     add column ip_restrictions boolean not null default false,
     add column session_hours integer,
     add column idle_minutes integer`,

  // A service account is a member without a person.
  `alter table members
     add column kind text not null default 'person' check (kind in ('person', 'service')),
     add column email_from_name text,
     add column reply_to text,
     add column time_zone text,
     add column agent_access boolean not null default false,
     add column two_factor boolean not null default false`,
  // An active member has a user, except for a service account.
  `alter table members drop constraint members_check`,
  `alter table members add constraint members_active_user
     check (status <> 'active' or user_id is not null or kind = 'service')`,

  `alter table credentials add column must_change boolean not null default false`,

  `alter table sessions
     add column authenticated_at timestamptz,
     add column used_at timestamptz,
     add column methods text[] not null default '{password}',
     add column address text,
     add column user_agent text`,
  `update sessions set authenticated_at = created_at, used_at = created_at`,
  `alter table sessions alter column authenticated_at set not null, alter column used_at set not null`,
  `alter table sessions alter column methods drop default`,
  `create index sessions_user on sessions (user_id) where ended_at is null`,

  // Sign-ins that wait for their next step.
  `create table challenges (
     id uuid primary key,
     token_hash text not null unique,
     user_id uuid not null references users (id),
     account_id uuid not null,
     member_id uuid not null,
     methods text[] not null,
     next text not null,
     failures integer not null default 0,
     state jsonb not null default '{}',
     address text,
     expires_at timestamptz not null,
     created_at timestamptz not null,
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create index challenges_expires_at on challenges (expires_at)`,
  ...globalTable('identity', 'challenges'),

  // Who did what, when and from where. Rows are added, never changed.
  `create table activities (
     account_id uuid not null references accounts (id),
     id uuid not null,
     member_id uuid not null,
     action text not null,
     at timestamptz not null,
     address text,
     user_agent text,
     details jsonb not null default '{}',
     primary key (account_id, id)
   )`,
  `create index activities_member on activities (account_id, member_id, id)`,
  ...tenantTable('identity', 'activities', { grants: ['select', 'insert'] }),
];

export class ExtendPeople1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const query = (sql: string) => queryRunner.query(sql);
    await query('drop table activities, challenges');
    await query('drop index sessions_user');
    await query(
      `alter table sessions drop column authenticated_at, drop column used_at, drop column methods,
         drop column address, drop column user_agent`,
    );
    await query('alter table credentials drop column must_change');
    await query('alter table members drop constraint members_active_user');
    await query(
      `alter table members drop column kind, drop column email_from_name, drop column reply_to, drop column time_zone,
         drop column agent_access, drop column two_factor`,
    );
    await query(`alter table members add constraint members_check check (status <> 'active' or user_id is not null)`);
    await query(
      `alter table accounts drop column time_zone, drop column second_factor_required, drop column ip_restrictions,
         drop column session_hours, drop column idle_minutes`,
    );
  }
}
