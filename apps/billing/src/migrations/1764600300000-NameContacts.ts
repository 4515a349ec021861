import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who gets the bills of an account. The foreign key holds the contact to active members: whoever ends a membership has to move
 * the contact first.
 */
export class NameContacts1764600300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...members, ...contacts]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table contacts, members');
  }
}

const members = [
  `create table members (
     account_id uuid not null references subscriptions (account_id),
     id uuid not null,
     is_active boolean not null,
     revision integer not null,
     primary key (account_id, id),
     unique (account_id, id, is_active)
   )`,
  ...tenantTable('billing', 'members', { grants: ['select', 'insert', 'update'] }),
];

const contacts = [
  `create table contacts (
     account_id uuid primary key references subscriptions (account_id),
     owner_member_id uuid not null,
     owner_revision integer not null,
     member_id uuid,
     is_active boolean not null default true check (is_active),
     revision integer not null default 0,
     foreign key (account_id, member_id, is_active) references members (account_id, id, is_active)
   )`,
  ...tenantTable('billing', 'contacts', { grants: ['select', 'insert', 'update'] }),
];
