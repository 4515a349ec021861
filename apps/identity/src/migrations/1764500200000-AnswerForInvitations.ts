import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever sends an invitation again answers for it from then on. */
export class AnswerForInvitations1764500200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table invitations add column resender_id uuid, add column resent_version integer,
         add constraint invitations_resent check ((resender_id is null) = (resent_version is null))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table invitations drop column resender_id, drop column resent_version');
  }
}
