import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subscriptions are renewed month by month. Those that there are begin to be with their next month. */
export class RenewSubscriptions1764600500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...columns, ...renewals]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table renewals');
    await queryRunner.query('alter table subscriptions drop column next_day, drop column ended_on');
  }
}

const columns = [
  'alter table subscriptions add column next_day text, add column ended_on text',
  // Postgres adds months as billing does: the last day of a shorter month, counted from the anchor each time.
  `update subscriptions s set next_day = (
     select to_char(min(day), 'YYYY-MM-DD')
     from generate_series(0, 12 * (extract(year from age(now(), s.opened_at))::int + 2)) as months,
       lateral (select ((s.opened_at at time zone 'UTC')::date + make_interval(months => months))::date as day) as anchor
     where day > (now() at time zone 'UTC')::date
   )`,
];

/** Global by design, because the search for what is due covers all accounts. Only ids and times. */
const renewals = [
  `create table renewals (
     account_id uuid primary key,
     due_at timestamptz not null
   )`,
  'create index renewals_due_at on renewals (due_at)',
  ...globalTable('billing', 'renewals'),
  `insert into renewals (account_id, due_at)
   select account_id, next_day::timestamp at time zone 'UTC' from subscriptions`,
];
