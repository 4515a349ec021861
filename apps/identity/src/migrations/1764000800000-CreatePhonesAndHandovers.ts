import { tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `alter table accounts add column phone text, add column phone_verified_at timestamptz,
     add constraint accounts_phone_verified check ((phone is null) = (phone_verified_at is null))`,

  `create table phone_verifications (
     account_id uuid primary key references accounts (id),
     id uuid not null,
     generation integer not null,
     phone text not null,
     token_hash text not null,
     failures integer not null,
     sent_at timestamptz[] not null,
     expires_at timestamptz not null
   )`,
  `create index phone_verifications_token_hash on phone_verifications (token_hash)`,
  ...tenantTable('identity', 'phone_verifications', { lenses: ['token_hash'] }),

  // When a member can be reached in each of their projects. No row: always.
  `create table handovers (
     account_id uuid not null,
     member_id uuid not null,
     project_id uuid not null,
     windows jsonb not null,
     updated_at timestamptz not null,
     primary key (account_id, member_id, project_id),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  ...tenantTable('identity', 'handovers'),
];

export class CreatePhonesAndHandovers1764000800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table handovers, phone_verifications');
    await queryRunner.query('alter table accounts drop column phone, drop column phone_verified_at');
  }
}
