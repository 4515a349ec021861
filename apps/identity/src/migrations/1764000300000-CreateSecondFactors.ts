import { globalTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Independent of accounts: a person has one app, and shows its codes wherever they are a member.
  `create table totps (
     user_id uuid primary key references users (id),
     secret text not null,
     last_step integer not null,
     failures integer not null default 0,
     blocked_until timestamptz,
     created_at timestamptz not null
   )`,
  ...globalTable('identity', 'totps'),

  `create table totp_setups (
     user_id uuid primary key references users (id),
     secret text not null,
     expires_at timestamptz not null
   )`,
  ...globalTable('identity', 'totp_setups'),

  `create table backup_codes (
     user_id uuid not null references users (id),
     digest text not null,
     created_at timestamptz not null,
     used_at timestamptz,
     primary key (user_id, digest)
   )`,
  ...globalTable('identity', 'backup_codes'),

  `create table passkeys (
     id uuid primary key,
     user_id uuid not null references users (id),
     credential_id text not null unique,
     public_key text not null,
     counter bigint not null,
     transports text[] not null,
     name text not null,
     synced boolean not null,
     created_at timestamptz not null,
     last_used_at timestamptz
   )`,
  `create index passkeys_user on passkeys (user_id)`,
  ...globalTable('identity', 'passkeys'),

  // The challenges that passkeys have still to sign.
  `create table passkey_challenges (
     challenge text primary key,
     purpose text not null,
     subject text not null,
     expires_at timestamptz not null
   )`,
  `create index passkey_challenges_expires_at on passkey_challenges (expires_at)`,
  ...globalTable('identity', 'passkey_challenges'),
];

export class CreateSecondFactors1764000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table totps, totp_setups, backup_codes, passkeys, passkey_challenges');
  }
}
