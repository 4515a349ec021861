import { globalTable, outboxTables, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeliveries1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...outboxTables('notifications'), ...deliveries, ...queue]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table delivery_queue, deliveries, outbox, relay_state, inbox, idempotency_keys');
  }
}

const deliveries = [
  `create table deliveries (
     account_id uuid not null,
     id uuid not null,
     template text not null,
     recipient text not null,
     content jsonb not null,
     token_reference jsonb not null,
     state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed', 'obsolete')),
     attempts integer not null default 0 check (attempts >= 0),
     last_error text,
     created_at timestamptz not null default now(),
     next_attempt_at timestamptz,
     sent_at timestamptz,
     primary key (account_id, id)
   )`,
  ...tenantTable('notifications', 'deliveries'),
];

/**
 * Global by design, because the sender takes what is due from all accounts. Only ids and times, nothing of what is
 * mailed.
 */
const queue = [
  `create table delivery_queue (
     account_id uuid not null,
     delivery_id uuid not null,
     due_at timestamptz not null default now(),
     claim uuid,
     primary key (account_id, delivery_id)
   )`,
  `create index delivery_queue_due_at on delivery_queue (due_at)`,
  ...globalTable('notifications', 'delivery_queue'),
];
