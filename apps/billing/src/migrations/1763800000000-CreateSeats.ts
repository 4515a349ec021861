import { globalTable, outboxTables, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSeats1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...outboxTables('billing'), ...subscriptions, ...pools, ...keys, ...confirmations]) {
      await queryRunner.query(sql);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = 'seat_confirmations, seat_keys, seat_pools, subscriptions';
    await queryRunner.query(`drop table ${tables}, outbox, relay_state, inbox, idempotency_keys`);
  }
}

const subscriptions = [
  `create table subscriptions (
     account_id uuid primary key,
     preset text not null,
     plan_id text not null,
     opened_at timestamptz not null default now()
   )`,
  ...tenantTable('billing', 'subscriptions'),
];

const pools = [
  `create table seat_pools (
     account_id uuid not null references subscriptions (account_id),
     pool text not null,
     used integer not null default 0 check (used >= 0),
     reserved integer not null default 0 check (reserved >= 0),
     primary key (account_id, pool)
   )`,
  ...tenantTable('billing', 'seat_pools'),
];

const keys = [
  `create table seat_keys (
     account_id uuid not null,
     pool text not null,
     key uuid not null,
     state text not null check (state in ('reserved', 'used', 'released')),
     confirmed boolean not null,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     primary key (account_id, pool, key),
     foreign key (account_id, pool) references seat_pools (account_id, pool)
   )`,
  ...tenantTable('billing', 'seat_keys'),
];

/** Global by design, because the search for seats to confirm covers all accounts. Only ids and times. */
const confirmations = [
  `create table seat_confirmations (
     account_id uuid not null,
     pool text not null,
     key uuid not null,
     due_at timestamptz not null,
     primary key (account_id, pool, key)
   )`,
  `create index seat_confirmations_due_at on seat_confirmations (due_at)`,
  ...globalTable('billing', 'seat_confirmations'),
];
