import type { Context } from '@roster/contracts';
import { guardedTable } from './policies.js';
import { databaseRoles } from './roles.js';

/** How long rows are kept in case they are needed again. */
export const KEPT = { outbox: '7 days', inbox: '30 days', idempotencyKeys: '24 hours' } as const;

/**
 * The statements that create the tables of every service: outbox, inbox, the relay's state, idempotency keys. Only the
 * relay's login can delete outdated rows, and it can delete nothing else.
 */
export function outboxTables(context: Context): string[] {
  return [...outbox(context), ...relayState(context), ...inbox(context), ...idempotencyKeys(context)];
}

/** The service only inserts. The relay's login reads, and records what it has published. */
function outbox(context: Context): string[] {
  const { run, relay } = databaseRoles(context);
  const old = `published_at < now() - interval '${KEPT.outbox}'`;
  return [
    `create table outbox (
       id uuid primary key,
       subject text not null,
       envelope jsonb not null,
       created_at timestamptz not null default now(),
       published_at timestamptz,
       stream_seq bigint
     )`,
    `create index outbox_unpublished on outbox (id) where published_at is null`,
    `create index outbox_published on outbox (published_at) where published_at is not null`,
    `create index outbox_stream_seq on outbox (stream_seq) where stream_seq is not null`,
    ...guardedTable(context, 'outbox'),
    `create policy outbox_record on outbox for insert to ${run} with check (published_at is null and stream_seq is null)`,
    `create policy outbox_read on outbox for select to ${relay} using (true)`,
    `create policy outbox_publish on outbox for update to ${relay} using (true)`,
    `create policy outbox_clear on outbox for delete to ${relay} using (${old})`,
    `grant insert on outbox to ${run}`,
    `grant select, delete, update (published_at, stream_seq) on outbox to ${relay}`,
  ];
}

/** Which incarnation of the stream the published rows are in. The table has one row. */
function relayState(context: Context): string[] {
  return [
    `create table relay_state (
       id boolean primary key default true check (id),
       stream_created text
     )`,
    `insert into relay_state default values`,
    `grant select, update on relay_state to ${databaseRoles(context).relay}`,
  ];
}

function inbox(context: Context): string[] {
  const { run, relay } = databaseRoles(context);
  return [
    `create table inbox (
       consumer text not null,
       envelope_id uuid not null,
       received_at timestamptz not null default now(),
       primary key (consumer, envelope_id)
     )`,
    `create index inbox_received_at on inbox (received_at)`,
    ...guardedTable(context, 'inbox'),
    `create policy inbox_receive on inbox for insert to ${run} with check (true)`,
    `create policy inbox_clear on inbox to ${relay} using (received_at < now() - interval '${KEPT.inbox}')`,
    `grant insert on inbox to ${run}`,
    `grant select (received_at), delete on inbox to ${relay}`,
  ];
}

/** Rows of public commands stay visible after a transaction has entered an account; a sign-up enters one half-way. */
function idempotencyKeys(context: Context): string[] {
  const { run, relay } = databaseRoles(context);
  return [
    `create table idempotency_keys (
       scope text not null,
       actor text not null,
       contract text not null,
       key_hash text not null,
       request_hash text not null,
       answer jsonb,
       created_at timestamptz not null default now(),
       primary key (scope, actor, contract, key_hash)
     )`,
    `create index idempotency_keys_created_at on idempotency_keys (created_at)`,
    ...guardedTable(context, 'idempotency_keys'),
    `create policy idempotency_keys_scope on idempotency_keys to ${run}
       using (scope in ('public', current_setting('roster.account', true)))`,
    `create policy idempotency_keys_clear on idempotency_keys to ${relay}
       using (created_at < now() - interval '${KEPT.idempotencyKeys}')`,
    `grant select, insert, update (answer) on idempotency_keys to ${run}`,
    `grant select (created_at), delete on idempotency_keys to ${relay}`,
  ];
}
