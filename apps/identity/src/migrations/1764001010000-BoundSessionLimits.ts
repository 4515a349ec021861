import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bounds of the contract, of 2026: column, least and most. */
const BOUNDS = [
  ['session_hours', 1, 720],
  ['idle_minutes', 5, 1_440],
] as const;

/** Nobody's session is for good, whoever writes the settings: what is out of bounds becomes the nearest that is not. */
export class BoundSessionLimits1764001010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [column, least, most] of BOUNDS) {
      await queryRunner.query(
        `update accounts set ${column} = least(greatest(${column}, ${least}), ${most})
         where ${column} not between ${least} and ${most}`,
      );
    }
    // Postgres alters no table that a deferred check still waits for.
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
