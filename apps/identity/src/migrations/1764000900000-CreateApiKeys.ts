import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table api_keys (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     maker_id uuid not null,
     name text not null,
     prefix text not null,
     token_hash text not null,
     permissions text[],
     networks text[] not null,
     created_at timestamptz not null,
     expires_at timestamptz,
     last_used_at timestamptz,
     last_used_address text,
     revoked_at timestamptz,
     primary key (account_id, id),
     foreign key (account_id, member_id) references members (account_id, id),
     foreign key (account_id, maker_id) references members (account_id, id)
   )`,
  `create index api_keys_token_hash on api_keys (token_hash)`,
  ...tenantTable('identity', 'api_keys', { lenses: ['token_hash'], grants: ['select', 'insert', 'update'] }),
];

export class CreateApiKeys1764000900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table api_keys');
  }
}
