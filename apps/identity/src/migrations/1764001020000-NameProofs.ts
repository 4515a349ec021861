import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A proof that was asked for, and for which kind of act: what there is has only signed in, as far as is known. */
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
