import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Allows mails without a link, and named words in addition to those that every mail has. */
export class WidenDeliveries1764000800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table deliveries alter column token_reference drop not null');
    await queryRunner.query(
      `update deliveries set content = jsonb_build_object(
         'template', content->'template',
         'expiresAt', content->'expiresAt',
         'words', content - 'template' - 'expiresAt')
       where content->'words' is null`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `delete from delivery_queue q using deliveries d
       where d.account_id = q.account_id and d.id = q.delivery_id and d.token_reference is null`,
    );
    await queryRunner.query('delete from deliveries where token_reference is null');
    await queryRunner.query(
      `update deliveries set content = (content->'words') || jsonb_build_object(
         'template', content->'template', 'expiresAt', content->'expiresAt')`,
    );
    await queryRunner.query('alter table deliveries alter column token_reference set not null');
  }
}
