import { globalTable, tenantTable } from '@roster/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // Domains of e-mail addresses. A sign-in looks them up before the account is known.
  `create table domains (
     account_id uuid not null references accounts (id),
     id uuid not null,
     domain text not null,
     token text not null,
     verified_at timestamptz,
     created_at timestamptz not null,
     primary key (account_id, id),
     unique (account_id, domain)
   )`,
  `create index domains_verified on domains (domain) where verified_at is not null`,
  ...tenantTable('identity', 'domains', { lenses: ['domain'] }),

  `create table sso_connections (
     account_id uuid not null references accounts (id),
     id uuid not null,
     kind text not null check (kind in ('generic', 'google', 'okta', 'microsoft')),
     name text not null,
     issuer text not null,
     client_id text not null,
     client_secret text not null,
     enforced boolean not null,
     provisions boolean not null,
     role_ids uuid[] not null,
     granter_id uuid not null,
     created_at timestamptz not null,
     primary key (account_id, id),
     foreign key (account_id, granter_id) references members (account_id, id)
   )`,
  // Either people come in through one enforced connection, or through any.
  `create unique index sso_connections_enforced on sso_connections (account_id) where enforced`,
  ...tenantTable('identity', 'sso_connections'),

  // Which person a provider's subject is. Per account, because each account trusts its own provider.
  `create table sso_identities (
     account_id uuid not null references accounts (id),
     issuer text not null,
     subject text not null,
     user_id uuid not null references users (id),
     created_at timestamptz not null,
     primary key (account_id, issuer, subject),
     unique (account_id, issuer, user_id)
   )`,
  ...tenantTable('identity', 'sso_identities', { grants: ['select', 'insert', 'delete'] }),

  // Questions to providers and third parties that wait for their answers.
  `create table authorizations (
     id uuid primary key,
     state_hash text not null unique,
     binding_hash text not null,
     purpose text not null check (purpose in ('sign-in', 'renew', 'link', 'connect')),
     account_id uuid,
     target text not null,
     user_id uuid references users (id),
     session_id uuid,
     nonce text not null,
     verifier text not null,
     scopes text[] not null,
     expires_at timestamptz not null,
     created_at timestamptz not null
   )`,
  `create index authorizations_expires_at on authorizations (expires_at)`,
  ...globalTable('identity', 'authorizations'),

  // People's accounts at third parties.
  `create table connections (
     user_id uuid not null references users (id),
     provider text not null,
     scopes text[] not null,
     access_token text not null,
     refresh_token text,
     token_expires_at timestamptz,
     connected_at timestamptz not null,
     primary key (user_id, provider)
   )`,
  ...globalTable('identity', 'connections'),
];

export class CreateSso1764000600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table connections, authorizations, sso_identities, sso_connections, domains');
  }
}
