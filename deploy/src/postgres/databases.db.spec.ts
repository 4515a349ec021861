import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CONTEXTS } from '@roster/contracts';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { startingPostgres } from '../../../test/harness/starting-postgres.js';
import { startPostgres, type Postgres } from './cluster.js';
import { claimDatabases } from './owner.js';
import { cannotBeUsed, LOGINS, prepareDatabases, type DatabasePasswords, type DatabaseUrls } from './databases.js';

const passwords = (suffix: string) =>
  Object.fromEntries(
    CONTEXTS.map((context) => [context, Object.fromEntries(LOGINS.map((login) => [login, `${login}/${suffix}`]))]),
  ) as DatabasePasswords;

let root: string;
let postgres: Postgres;
let urls: DatabaseUrls;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'roster-databases-'));
  await chmod(root, 0o755);
  postgres = await startPostgres({ dataDir: join(root, 'data'), password: 'test', settings: { fsync: 'off' } });
  await prepareDatabases(postgres.url, passwords('old'));
  urls = await prepareDatabases(postgres.url, passwords('new'));
});

afterAll(async () => {
  await postgres.stop('immediate');
  await rm(root, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it.each(CONTEXTS)('creates the database and the logins of %s', async (context) => {
  for (const login of LOGINS) {
    const rows = await query(urls[context][login], 'select current_database() as database, current_user as login');
    expect(rows).toEqual([{ database: context, login: `${context}_${login}` }]);
  }
});

it('waits for a server that is still starting', async () => {
  const starting = await startingPostgres(postgres.url, 3);
  await prepareDatabases(starting.through(postgres.url), passwords('new'));
  expect(starting.refused).toBe(3);
  await starting.close();
});

it('lets the owner create tables, and nobody else', async () => {
  await query(urls.identity.migrate, 'create table things (id int)');
  await expect(query(urls.identity.run, 'create table others (id int)')).rejects.toThrow(
    /permission denied for schema public/,
  );
  await expect(query(urls.identity.relay, 'select * from things')).rejects.toThrow(
    /permission denied for table things/,
  );
});

it('accepts the administrator of a managed server, who is not a superuser, at the first start and the next', async () => {
  const own = await startPostgres({ dataDir: join(root, 'managed'), password: 'test', settings: { fsync: 'off' } });
  await query(own.url, `create role manager login createdb createrole password 'test'`);
  const url = own.url.replace('postgres:test', 'manager:test');
  for (const suffix of ['old', 'new']) {
    const claimed = await claimDatabases(url, '/data');
    const { billing } = await prepareDatabases(url, passwords(suffix));
    expect(await query(billing.run, 'select current_user as login')).toEqual([{ login: 'billing_run' }]);
    await claimed.release();
  }
  await own.stop('immediate');
});

it('explains which rights a login needs that may not create databases', async () => {
  const url = urls.identity.run;
  const error = await prepareDatabases(url, passwords('new')).catch(
    (cause: unknown) => cannotBeUsed(url, cause).message,
  );
  expect(error).toBe(
    `DATABASE_URL (127.0.0.1:${postgres.port}) cannot be used: permission denied to alter role; ` +
      "it must be an administrator's login that may create databases and logins",
  );
});

it('shows the first cause where a host has several addresses, and never a password', () => {
  const cause = new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('another')]);
  expect(cannotBeUsed('postgresql://admin:secret@localhost/postgres', cause).message).toMatch(
    /^DATABASE_URL \(localhost:5432\) cannot be used: connect ECONNREFUSED ::1:5432; it must be/,
  );
});

it('keeps each login out of the other databases', async () => {
  const foreign = urls.identity.run.replace(/\/identity$/, '/access');
  await expect(query(foreign, 'select 1')).rejects.toThrow(/permission denied for database "access"/);
  const theOldOnes = urls.identity.run.replace('new', 'old');
  await expect(query(theOldOnes, 'select 1')).rejects.toThrow(/password authentication failed/);
});
