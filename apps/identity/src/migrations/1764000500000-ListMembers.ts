import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The members that the list shows by default. */
const LISTED = `where status <> 'deleted' and kind = 'person'`;

const setting = (name: string) => `nullif(current_setting('roster.${name}', true), '')::uuid`;

const STATEMENTS = [
  // The columns by which the list is sorted and searched. Lower case follows Unicode, whatever the database's locale.
  `alter table members
     add column agent_seat_key uuid,
     add column team_ids uuid[] not null default '{}',
     add column sort_name text collate "und-x-icu" not null generated always as
       (lower(coalesce(nullif(btrim(first_name || ' ' || last_name), ''), email) collate "und-x-icu")) stored,
     add column sort_active_at timestamptz not null generated always as
       (coalesce(last_active_at, '-infinity'::timestamptz)) stored,
     add column search text collate "C" not null generated always as
       (lower(email || ' ' || first_name || ' ' || last_name collate "und-x-icu")) stored`,
  // These include what a search and row-level security read, so that a search without a match reads the index only.
  `create index members_by_name on members (account_id, sort_name, id) include (search, user_id) ${LISTED}`,
  `create index members_by_email on members (account_id, email, id) ${LISTED}`,
  `create index members_by_creation on members (account_id, created_at, id) include (search, user_id) ${LISTED}`,
  `create index members_by_activity on members (account_id, sort_active_at, id) ${LISTED}`,
  `create index members_by_status on members (account_id, status)`,
  `create unique index members_agent_seat on members (account_id, agent_seat_key) where agent_seat_key is not null`,

  // The subselect is evaluated once for each statement, not once for each of a hundred thousand rows.
  `alter policy members_account on members using (account_id = (select ${setting('account')}))`,
  `alter policy members_by_user_id on members using (user_id = (select ${setting('user_id')}))`,

  // Copies of what access owns, like member_roles.
  `create table member_teams (
     account_id uuid not null,
     member_id uuid not null,
     teams jsonb not null,
     version integer not null,
     primary key (account_id, member_id)
   )`,
  ...tenantTable('identity', 'member_teams', { grants: ['select', 'insert', 'update'] }),

  // Which member has which role or team. A table, because under row-level security no index can search an array.
  `create table member_labels (
     account_id uuid not null,
     label_id uuid not null,
     member_id uuid not null,
     kind text not null check (kind in ('role', 'team')),
     primary key (account_id, label_id, member_id)
   )`,
  `create index member_labels_member on member_labels (account_id, member_id, kind)`,
  ...tenantTable('identity', 'member_labels', { grants: ['select', 'insert', 'delete'] }),
  `insert into member_labels (account_id, label_id, member_id, kind)
     select account_id, unnest(role_ids), member_id, 'role' from member_roles on conflict do nothing`,
];

export class ListMembers1764000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table member_labels, member_teams');
    await queryRunner.query(
      'alter table members drop column search, drop column sort_active_at, drop column sort_name, drop column team_ids, drop column agent_seat_key',
    );
    await queryRunner.query('drop index members_by_status, members_by_creation, members_by_email');
    await queryRunner.query(`alter policy members_account on members using (account_id = ${setting('account')})`);
    await queryRunner.query(`alter policy members_by_user_id on members using (user_id = ${setting('user_id')})`);
  }
}
