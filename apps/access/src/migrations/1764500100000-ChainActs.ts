import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Acts that change nothing that decisions rest on stand in the chain as well: at the version of the account at which they were
 * recorded, as its second, third … step. `format` says what the hash of a row covers; rows from before are of the first
 * format, and stay as they are; only later ones have an `id`, which is that of the event that told of the act. `is_act` is false where a change only completes what an earlier row tells.
 */
const changes = [
  `alter table changes
     add column id uuid,
     add column step integer not null default 0 check (step >= 0),
     add column format smallint not null default 1,
     add column is_act boolean not null default true,
     add column address text,
     add column user_agent text`,
  'alter table changes drop constraint changes_pkey, add primary key (account_id, version, step)',
  'drop index changes_by_actor',
  `create index changes_by_actor on changes
     (account_id, coalesce(actor->>'memberId', actor->>'name', actor->>'connectionId'), version)`,
  'create index changes_acts on changes (account_id) where step > 0',
  'create unique index changes_by_id on changes (account_id, id)',
  `create index changes_by_actor_and_id on changes (account_id, coalesce(actor->>'memberId', actor->>'name'), id)
     where is_act and id is not null`,
];

/** How many acts stand in the chain besides changes: shows whether the last ones are missing. And when somebody signed up. */
const accounts = ['alter table accounts add column acts bigint not null default 0, add column opened_at timestamptz'];

export class ChainActs1764500100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const sql of [...changes, ...accounts]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('delete from changes where step > 0');
    await queryRunner.query('drop index changes_acts, changes_by_actor, changes_by_id, changes_by_actor_and_id');
    await queryRunner.query('alter table changes drop constraint changes_pkey, add primary key (account_id, version)');
    await queryRunner.query(
      `create index changes_by_actor on changes (account_id, coalesce(actor->>'memberId', actor->>'name'), version)`,
    );
    await queryRunner.query(
      `alter table changes drop column id, drop column step, drop column format, drop column is_act, drop column address,
         drop column user_agent`,
    );
    await queryRunner.query('alter table accounts drop column acts, drop column opened_at');
  }
}
