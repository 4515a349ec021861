import { outboxTables } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateServiceTables1763800002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of outboxTables('identity')) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table idempotency_keys, inbox, relay_state, outbox');
  }
}
