import { databaseRoles, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { chainHash, FIRST_HASH } from '../ledger/ledger/chain.js';

const { run } = databaseRoles('access');

/** When each version was made. A role that may only read announces recent changes of all accounts by it. */
const accounts = [
  `alter table accounts add column changed_at timestamptz not null default clock_timestamp()`,
  `create index accounts_changed_at on accounts (changed_at)`,
  `create policy accounts_due on accounts for select to ${run}
     using (current_setting('roster.due', true) = 'on' and changed_at > clock_timestamp() - interval '1 minute')`,
];

const members = [
  `alter table members
     add column manager_id uuid,
     add column agent_access boolean not null default false,
     add foreign key (account_id, manager_id) references members (account_id, id)`,
];

/** In the unique index, the account stands for an exception without a project: null would equal nothing. */
const exceptions = [
  `create table member_exceptions (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     permission text not null,
     effect text not null check (effect in ('allow', 'deny')),
     scope text[],
     project_id uuid,
     expires_at timestamptz,
     reason text,
     created_at timestamptz not null default clock_timestamp(),
     primary key (account_id, id),
     foreign key (account_id, member_id) references members (account_id, id),
     check (effect = 'allow' or scope is null)
   )`,
  `create unique index member_exceptions_once on member_exceptions
     (account_id, member_id, permission, effect, coalesce(project_id, '00000000-0000-0000-0000-000000000000'))`,
  ...tenantTable('access', 'member_exceptions'),
];

const teams = [
  `create table team_members (
     account_id uuid not null,
     team_id uuid not null,
     member_id uuid not null,
     expires_at timestamptz,
     primary key (account_id, team_id, member_id),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create index team_members_by_member on team_members (account_id, member_id)`,
  ...tenantTable('access', 'team_members'),
];

/** A member of a project team may belong to a partner's account, and then has no row among the members here. */
const projects = [
  `create table projects (
     account_id uuid not null references accounts (id),
     id uuid not null,
     name text not null,
     owner_member_id uuid not null,
     primary key (account_id, id)
   )`,
  ...tenantTable('access', 'projects'),
  `create table project_members (
     account_id uuid not null,
     project_id uuid not null,
     member_id uuid not null,
     expires_at timestamptz,
     primary key (account_id, project_id, member_id),
     foreign key (account_id, project_id) references projects (account_id, id)
   )`,
  ...tenantTable('access', 'project_members'),
];

/** One row for each version, never changed: what changed, by whom, chained by hash. */
const changes = [
  `create table changes (
     account_id uuid not null references accounts (id),
     version bigint not null,
     at timestamptz not null,
     actor jsonb not null,
     action text not null,
     target_type text not null,
     target_id text not null,
     parts jsonb not null,
     delta jsonb,
     request_id text not null,
     previous_hash text not null,
     hash text not null,
     primary key (account_id, version)
   )`,
  `create index changes_by_time on changes (account_id, at)`,
  ...tenantTable('access', 'changes', { grants: ['select', 'insert'] }),
];

export class CreateLedger1763900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...accounts, ...members, ...exceptions, ...teams, ...projects, ...changes]) {
      await queryRunner.query(sql);
    }
    await recordEarlierVersions(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table changes, project_members, projects, team_members, member_exceptions');
    await queryRunner.query('alter table members drop column manager_id, drop column agent_access');
    await queryRunner.query('drop policy accounts_due on accounts');
    await queryRunner.query('alter table accounts drop column changed_at');
  }
}

/** Nobody knows what the versions before the ledger changed. The chain still gets a link for each of them. */
async function recordEarlierVersions(queryRunner: QueryRunner): Promise<void> {
  const known: { id: string; version: string }[] = await queryRunner.query('select id, version from accounts');
  const at = new Date().toISOString();
  for (const { id, version } of known) {
    let previousHash = FIRST_HASH;
    for (let link = 1; link <= Number(version); link += 1) {
      const row = {
        accountId: id,
        version: link,
        at,
        actor: { kind: 'service', name: 'access' } as const,
        action: 'account.recorded',
        targetType: 'account',
        targetId: id,
        parts: [],
        requestId: 'migration',
      };
      const hash = chainHash(previousHash, row);
      await queryRunner.query(
        `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, request_id,
           previous_hash, hash) values ($1, $2, $3, $4, $5, 'account', $6, '[]', 'migration', $7, $8)`,
        [id, link, at, JSON.stringify(row.actor), row.action, row.targetId, previousHash, hash],
      );
      previousHash = hash;
    }
  }
}
