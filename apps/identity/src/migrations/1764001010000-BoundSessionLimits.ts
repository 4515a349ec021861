import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The contract's bounds in 2026: column, minimum and maximum. */
const BOUNDS = [
  ['session_hours', 1, 720],
  ['idle_minutes', 5, 1_440],
] as const;

/**
 * Enforces bounds for sessions' limits, so that no session lasts for ever. Values out of bounds become the nearest
 * bound.
 */
export class BoundSessionLimits1764001010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [column, least, most] of BOUNDS) {
      await queryRunner.query(
        `update accounts set ${column} = least(greatest(${column}, ${least}), ${most})
         where ${column} not between ${least} and ${most}`,
      );
    }
    // Postgres cannot alter a table while a deferred check is pending.
    await queryRunner.query('set constraints all immediate');
    for (const [column, least, most] of BOUNDS) {
      await queryRunner.query(
        `alter table accounts add constraint accounts_${column} check (${column} between ${least} and ${most})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [column] of BOUNDS) await queryRunner.query(`alter table accounts drop constraint accounts_${column}`);
  }
}
