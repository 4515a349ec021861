import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text as a search compares it: without regard to case, to the Unicode form (NFKD), to accents and vowel marks, and to what
 * cannot be seen. The letters that no normal form takes apart are replaced by those that people type for them.
 */
const FOLD_TEXT = `
  create function fold_text(typed text) returns text language sql immutable strict parallel safe as $fold$
    select translate(
      replace(replace(replace(replace(
        regexp_replace(
          normalize(lower(normalize(typed, NFKC) collate "und-x-icu"), NFKD),
          '[\\u0300-\\u036f\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff]',
          '', 'g'),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
      'øłđðħŧıŋς', 'olddhtinσ')
  $fold$`;

/** In the same order and with the same columns as before, which were dropped with the column. */
const INDEXES = [
  `create index members_by_name on members (account_id, sort_name, id) include (search, user_id)
     where status <> 'deleted' and kind = 'person'`,
  `create index members_by_creation on members (account_id, created_at, id) include (search, user_id)
     where status <> 'deleted' and kind = 'person'`,
];

/** Members are found without accents and in any Unicode form. */
export class FoldSearches1764001050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(FOLD_TEXT);
    // A row of an index has 2,704 bytes at most, and folding can make text longer.
    await this.searchBy(queryRunner, `left(fold_text(email || ' ' || first_name || ' ' || last_name), 500)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await this.searchBy(queryRunner, `lower(email || ' ' || first_name || ' ' || last_name collate "und-x-icu")`);
    await queryRunner.query('drop function fold_text');
  }

  private async searchBy(queryRunner: QueryRunner, text: string): Promise<void> {
    await queryRunner.query('alter table members drop column search');
    await queryRunner.query(
      `alter table members add column search text collate "C" not null generated always as (${text}) stored`,
    );
    for (const index of INDEXES) await queryRunner.query(index);
  }
}
