import { globalTable, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Unlogged: a crash of the database may lose counts, and in return they cost no write to its log. The columns and
  // their order are those of rate-limiter-flexible.
  `create unlogged table throttles (
     key varchar(255) primary key,
     points integer not null default 0,
     expire bigint
   )`,
  `create index throttles_expire on throttles (expire)`,
  ...globalTable('identity', 'throttles'),

  // Devices on which people have signed in.
  `create table devices (
     user_id uuid not null references users (id),
     token_hash text not null,
     created_at timestamptz not null,
     used_at timestamptz not null,
     primary key (user_id, token_hash)
   )`,
  `create index devices_token_hash on devices (token_hash)`,
  ...globalTable('identity', 'devices'),

  // Network addresses from which members may sign in, if their account restricts them.
  `create table ip_addresses (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     address text not null,
     authorized_at timestamptz not null,
     last_used_at timestamptz,
     primary key (account_id, id),
     unique (account_id, member_id, address),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  ...tenantTable('identity', 'ip_addresses'),

  // Open links that authorize an address: one for each member and address.
  `create table ip_authorizations (
     account_id uuid not null,
     id uuid not null,
     member_id uuid not null,
     address text not null,
     generation integer not null,
     token_hash text not null,
     expires_at timestamptz not null,
     primary key (account_id, id),
     unique (account_id, member_id, address),
     foreign key (account_id, member_id) references members (account_id, id)
   )`,
  `create unique index ip_authorizations_token_hash on ip_authorizations (token_hash)`,
  ...tenantTable('identity', 'ip_authorizations', { lenses: ['token_hash'] }),
];

export class CreateThrottles1764000700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table ip_authorizations, ip_addresses, devices, throttles');
  }
}
