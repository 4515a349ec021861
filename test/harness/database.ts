import { createHash, randomUUID } from 'node:crypto';

import type { Type } from '@nestjs/common';
import type { Context } from '@roster/contracts';
import { databaseRoles, migrate } from '@roster/service-kit';
import { Client } from 'pg';
import { pino } from 'pino';
import type { MigrationInterface } from 'typeorm';

/** Addresses of a database of one's own, one for each of the service's logins and one for the administrator. */
export interface TestDatabase {
  readonly url: string;
  readonly relayUrl: string;
  readonly migrationUrl: string;
  readonly adminUrl: string;
  /** Ends all connections to it and deletes it. */
  drop(): Promise<void>;
}

const PASSWORD = 'test';

/** Roles and templates belong to the whole cluster, and test files run at the same time. */
const CLUSTER_LOCK = 7_265_744;

/**
 * Makes a fresh database of a service, with its three logins as in production, and migrates it. Needs
 * `TEST_DATABASE_URL`, an administrator's address.
 */
export async function createTestDatabase(options: {
  context: Context;
  migrations: Type<MigrationInterface>[];
}): Promise<TestDatabase> {
  const { context, migrations } = options;
  const roles = databaseRoles(context);
  const name = `${context}_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(adminUrl(), async (admin) => {
    const template = await locked(admin, () => ensureTemplate(admin, context, migrations));
    await admin.query(`create database ${name} template ${template} owner ${roles.migrate}`);
    await admin.query(`revoke all on database ${name} from public`);
    await admin.query(`grant connect on database ${name} to ${roles.run}, ${roles.relay}`);
  });
  return {
    url: addressOf(name, roles.run),
    relayUrl: addressOf(name, roles.relay),
    migrationUrl: addressOf(name, roles.migrate),
    adminUrl: addressOf(name),
    drop: () =>
      asAdministrator(adminUrl(), async (admin) => void (await admin.query(`drop database ${name} with (force)`))),
  };
}

/** A migrated database to copy, made once in a run for each list of migrations: a copy takes a fifth of the time. */
async function ensureTemplate(
  admin: Client,
  context: Context,
  migrations: Type<MigrationInterface>[],
): Promise<string> {
  const statements = migrations.map(({ name, prototype }) => `${name} ${prototype.up}`).join('\n');
  const template = `${context}_${createHash('sha256').update(statements).digest('hex').slice(0, 16)}`;
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
  if (rowCount) return template;
  const roles = databaseRoles(context);
  for (const role of Object.values(roles)) await ensureRole(admin, role);
  const partial = `${template}_partial`;
  await admin.query(`drop database if exists ${partial}`);
  await admin.query(`create database ${partial} owner ${roles.migrate}`);
  await migrate({ url: addressOf(partial, roles.migrate), migrations, logger: pino({ level: 'silent' }) });
  await admin.query(`alter database ${partial} rename to ${template}`);
  return template;
}

async function ensureRole(admin: Client, role: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  if (!rowCount) await admin.query(`create role ${role} login nosuperuser nobypassrls password '${PASSWORD}'`);
}

async function locked<T>(admin: Client, work: () => Promise<T>): Promise<T> {
  await admin.query('select pg_advisory_lock($1)', [CLUSTER_LOCK]);
  try {
    return await work();
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [CLUSTER_LOCK]);
  }
}

async function asAdministrator(url: string, work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** The administrator's login unless a role is named. */
function addressOf(database: string, role?: string): string {
  const address = new URL(adminUrl());
  address.pathname = `/${database}`;
  if (role) Object.assign(address, { username: role, password: PASSWORD });
  return address.href;
}

function adminUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run database tests with `npm test`');
  return url;
}
