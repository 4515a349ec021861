import { outboxTables, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccess1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...outboxTables('access'), ...accounts, ...members, ...roles, ...memberRoles]) {
      await queryRunner.query(sql);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table member_roles, roles, members, accounts');
    await queryRunner.query('drop table outbox, relay_state, inbox, idempotency_keys');
  }
}

const accounts = [
  `create table accounts (
     id uuid primary key,
     preset text not null,
     status text not null check (status in ('pending', 'active', 'suspended')),
     owner_member_id uuid not null,
     revision bigint not null,
     version bigint not null default 0
   )`,
  ...tenantTable('access', 'accounts', { accountColumn: 'id', grants: ['select', 'insert', 'update'] }),
];

/** `standing` is the status that decisions use: the mark of what was taken away here, or else identity's status. */
const members = [
  `create table members (
     account_id uuid not null references accounts (id),
     id uuid not null,
     user_id uuid,
     email text not null,
     first_name text not null,
     last_name text not null,
     status text not null check (status in ('invited', 'active', 'inactive', 'revoked', 'deleted')),
     revision bigint not null,
     taken_status text check (taken_status in ('inactive', 'revoked', 'deleted')),
     taken_revision bigint,
     standing text not null generated always as (coalesce(taken_status, status)) stored,
     primary key (account_id, id),
     check ((taken_status is null) = (taken_revision is null))
   )`,
  ...tenantTable('access', 'members', { grants: ['select', 'insert', 'update'] }),
];

const roles = [
  `create table roles (
     account_id uuid not null references accounts (id),
     id uuid not null,
     slug text,
     name text,
     description text,
     icon text,
     grants jsonb,
     position integer,
     manager_role_id uuid,
     deleted boolean not null default false,
     replaced_by uuid,
     primary key (account_id, id),
     unique (account_id, slug),
     foreign key (account_id, manager_role_id) references roles (account_id, id),
     foreign key (account_id, replaced_by) references roles (account_id, id),
     check (slug is not null or (name is not null and grants is not null))
   )`,
  ...tenantTable('access', 'roles', { grants: ['select', 'insert', 'update'] }),
];

const memberRoles = [
  `create table member_roles (
     account_id uuid not null,
     member_id uuid not null,
     role_id uuid not null,
     primary key (account_id, member_id, role_id),
     foreign key (account_id, member_id) references members (account_id, id),
     foreign key (account_id, role_id) references roles (account_id, id)
   )`,
  `create index member_roles_by_role on member_roles (account_id, role_id)`,
  ...tenantTable('access', 'member_roles', { grants: ['select', 'insert', 'delete'] }),
];
