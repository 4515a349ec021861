import type { Context } from '@roster/contracts';
import pg from 'pg';

import { CONTEXTS } from '../names.js';
import { connectAsAdmin } from './connect.js';

/** The three logins of a context's database: its owner, its services, its relay. */
export const LOGINS = ['migrate', 'run', 'relay'] as const;
type Login = (typeof LOGINS)[number];

export type DatabasePasswords = Readonly<Record<Context, Readonly<Record<Login, string>>>>;
/** Connection strings. */
export type DatabaseUrls = Readonly<Record<Context, Readonly<Record<Login, string>>>>;

/**
 * Creates a database and three logins for each context, as an administrator. Run again, it sets the passwords and
 * changes nothing else.
 */
export async function prepareDatabases(adminUrl: string, passwords: DatabasePasswords): Promise<DatabaseUrls> {
  const admin = await connectAsAdmin(adminUrl);
  try {
    for (const context of CONTEXTS) await prepareServer(admin, context, passwords[context]);
  } finally {
    await admin.end();
  }
  await Promise.all(CONTEXTS.map((context) => prepareDatabase(withDatabase(adminUrl, context), context)));
  return databaseUrls(adminUrl, passwords);
}

/** The address of each login's database, on the server of `adminUrl`. */
export function databaseUrls(adminUrl: string, passwords: DatabasePasswords): DatabaseUrls {
  const perContext = CONTEXTS.map((context) => {
    const perLogin = LOGINS.map((login) => {
      const url = new URL(withDatabase(adminUrl, context));
      url.username = `${context}_${login}`;
      url.password = passwords[context][login];
      return [login, url.href];
    });
    return [context, Object.fromEntries(perLogin)];
  });
  return Object.fromEntries(perContext) as DatabaseUrls;
}

async function prepareServer(
  admin: pg.Client,
  context: Context,
  passwords: Readonly<Record<Login, string>>,
): Promise<void> {
  for (const login of LOGINS) {
    const role = `${context}_${login}`;
    const { rows } = await admin.query<{ mighty: boolean }>(
      'select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls as mighty from pg_roles where rolname = $1',
      [role],
    );
    const verb = rows[0] ? 'alter' : 'create';
    // A managed server's administrator may create such a role, but may not set these attributes on an existing one.
    const rights = rows[0]?.mighty === false ? '' : 'nosuperuser nocreatedb nocreaterole nobypassrls';
    await admin.query(`${verb} role ${role} login ${rights} password ${pg.escapeLiteral(passwords[login])}`);
  }
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [context]);
  // A managed server's administrator is not a superuser, and may give a database only to a role that they are a member
  // of.
  await admin.query(`grant ${context}_migrate to current_user`);
  if (!rowCount) await admin.query(`create database ${context}`);
  await admin.query(`alter database ${context} owner to ${context}_migrate`);
  await admin.query(`revoke all on database ${context} from public`);
  await admin.query(
    `grant connect on database ${context} to ${LOGINS.map((login) => `${context}_${login}`).join(', ')}`,
  );
}

/** The error for an administrator's login that does not work, without its password. */
export function cannotBeUsed(adminUrl: string, cause: unknown): Error {
  const { hostname = '', port = '' } = URL.canParse(adminUrl) ? new URL(adminUrl) : {};
  const where = hostname ? ` (${hostname}:${port || 5432})` : '';
  return new Error(
    `DATABASE_URL${where} cannot be used: ${reason(cause)}; it must be an administrator's login that may create databases and logins`,
    { cause },
  );
}

/** The reason of a failure. A host with several addresses fails with an error for each, and no message of its own. */
function reason(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause);
  if ('message' in cause && cause.message) return String(cause.message);
  return 'errors' in cause && Array.isArray(cause.errors) ? reason(cause.errors[0]) : String(cause);
}

/** Makes the owner's login own the schema. What the other two may do with a table is decided by its migration. */
async function prepareDatabase(url: string, context: Context): Promise<void> {
  const client = await connectAsAdmin(url);
  try {
    await client.query('revoke all on schema public from public');
    await client.query(`alter schema public owner to ${context}_migrate`);
    await client.query(`grant usage on schema public to ${context}_run, ${context}_relay`);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
