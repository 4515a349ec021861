import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Identity is asked about every used seat once. Earlier releases used a seat before its member was in, so that a crash left the
 * seat of somebody who was still invited as used.
 */
export class AskAboutUsedSeats1764600050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `insert into seat_confirmations (account_id, pool, key, due_at)
       select account_id, pool, key, now() from seat_keys where state = 'used'
       on conflict do nothing`,
    );
  }

  /** What is asked about besides does no harm. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
