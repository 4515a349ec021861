import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A proof that was asked for, and its purpose. Existing sessions count as having only signed in. */
export class NameProofs1764001020000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table sessions
         add column proved_at timestamptz,
         add column proof_purpose text,
         add constraint sessions_proof check (proof_purpose is null or proved_at is not null)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sessions drop column proof_purpose, drop column proved_at');
  }
}
