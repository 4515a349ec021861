import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who did it, as a column: an index on an expression of the JSON is not used where row-level security limits the rows, since
 * Postgres does not know that the expression keeps their contents to itself.
 */
const ADD_ACTOR = `alter table changes add column actor_id text
  generated always as (coalesce(actor->>'memberId', actor->>'name', actor->>'connectionId')) stored`;

/** What entries are looked up by, in the order in which they are listed. */
const INDEXES = [
  'create index changes_by_target on changes (account_id, target_id, version, step)',
  'create index changes_by_actor on changes (account_id, actor_id, version, step) where is_act',
  'create index changes_by_action on changes (account_id, action, version, step) where is_act',
  'create index changes_by_actor_and_action on changes (account_id, actor_id, action, version, step) where is_act',
  'create index changes_by_actor_and_id on changes (account_id, actor_id, id) where is_act and id is not null',
];

const FORMER = [
  'create index changes_by_target on changes (account_id, target_id, version)',
  `create index changes_by_actor on changes
     (account_id, coalesce(actor->>'memberId', actor->>'name', actor->>'connectionId'), version)`,
  `create index changes_by_actor_and_id on changes (account_id, coalesce(actor->>'memberId', actor->>'name'), id)
     where is_act and id is not null`,
];

export class LookUpEntries1764600100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index changes_by_target, changes_by_actor, changes_by_actor_and_id');
    for (const sql of [ADD_ACTOR, ...INDEXES]) await queryRunner.query(sql);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table changes drop column actor_id');
    await queryRunner.query('drop index changes_by_target, changes_by_action');
    for (const sql of FORMER) await queryRunner.query(sql);
  }
}
