import { databaseRoles, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seats can be bought: quotes, consents, bought seats, and the lines of what is billed next. */
export class SellSeats1764600100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...columns, ...quotes, ...consents, ...lines]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table invoice_lines, consents, quotes');
    await queryRunner.query('alter table seat_keys drop column line_id');
    await queryRunner.query(
      'alter table seat_pools drop column bought, drop column unit_price, drop column refused_at',
    );
    await queryRunner.query('alter table subscriptions drop column settings');
  }
}

const columns = [
  `alter table subscriptions add column settings jsonb not null default '{}'`,
  `alter table seat_pools
     add column bought integer not null default 0 check (bought >= 0),
     add column unit_price bigint check (unit_price >= 0),
     add column refused_at timestamptz`,
  `alter table seat_keys add column line_id uuid`,
];

const quotes = [
  `create table quotes (
     account_id uuid not null references subscriptions (account_id),
     id uuid not null,
     member_id uuid not null,
     terms jsonb not null,
     price jsonb not null,
     expires_at timestamptz not null,
     primary key (account_id, id)
   )`,
  `create index quotes_expires_at on quotes (account_id, expires_at)`,
  ...tenantTable('billing', 'quotes', { grants: ['select', 'insert', 'delete'] }),
];

/** One for each quote. What was agreed to is never changed. */
const consents = [
  `create table consents (
     account_id uuid not null references subscriptions (account_id),
     id uuid not null,
     quote_id uuid not null,
     member_id uuid not null,
     edits_billing boolean not null,
     address text,
     terms jsonb not null,
     price jsonb not null,
     given_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz,
     primary key (account_id, id),
     unique (account_id, quote_id)
   )`,
  ...tenantTable('billing', 'consents', { grants: ['select', 'insert'] }),
  `grant update (used_at) on consents to ${databaseRoles('billing').run}`,
];

const lines = [
  `create table invoice_lines (
     account_id uuid not null references subscriptions (account_id),
     id uuid not null,
     invoice_id uuid,
     kind text not null,
     pool text not null,
     description text not null,
     quantity integer not null check (quantity > 0),
     unit_amount bigint not null,
     currency text not null,
     days integer not null,
     of_days integer not null check (of_days > 0),
     amount bigint not null,
     from_day text not null,
     to_day text not null,
     consent_id uuid,
     created_at timestamptz not null,
     primary key (account_id, id),
     foreign key (account_id, consent_id) references consents (account_id, id)
   )`,
  ...tenantTable('billing', 'invoice_lines'),
];
