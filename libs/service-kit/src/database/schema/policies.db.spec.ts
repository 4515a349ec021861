import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../../test/harness/database.js';
import { createNotes } from '../../../../../test/harness/notes.js';
import { query } from '../../../../../test/harness/statements.js';
import { databaseRoles } from './roles.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ context: 'identity', migrations: [createNotes('identity')] });
  const add = (sql: string) => query(test.adminUrl, sql, [randomUUID()]);
  await add('insert into notes (account_id, envelope_id) values ($1, $1)');
  await add(`insert into outbox values ($1, 's', '{}', now())`);
  await add(`insert into outbox values ($1, 'new', '{}', now(), now() - interval '6 days', 1)`);
  await add(`insert into outbox values ($1, 'old', '{}', now(), now() - interval '8 days', 2)`);
  await add(`insert into inbox values ('new', $1, now() - interval '29 days')`);
  await add(`insert into inbox values ('old', $1, now() - interval '31 days')`);
});
afterAll(() => test.drop());

const run = (sql: string, values?: unknown[]) => query(test.url, sql, values);
const relay = (sql: string, values?: unknown[]) => query(test.relayUrl, sql, values);
const denied = /permission denied|row-level security/;

it('is under forced row-level security, and the service owns nothing and cannot bypass it (S46)', async () => {
  const [table] = await query(
    test.adminUrl,
    `select relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) as owner from pg_class where relname = 'notes'`,
  );
  const roles = databaseRoles('identity');
  expect(table).toEqual({ relrowsecurity: true, relforcerowsecurity: true, owner: roles.migrate });
  const logins = await query(
    test.adminUrl,
    `select from pg_roles where rolname like 'identity\\_%' and (rolsuper or rolbypassrls)`,
  );
  expect(logins).toHaveLength(0);
});

it('shows the owner all rows, so that a backfill can change them', async () => {
  expect(await query(test.migrationUrl, `update notes set email = 'x' returning 1`)).toHaveLength(1);
});

describe('the service’s login', () => {
  it('adds to the outbox and the inbox, and cannot read or change them', async () => {
    await run(`insert into outbox (id, subject, envelope) values ($1, 'mine', '{}')`, [randomUUID()]);
    await run(`insert into inbox (consumer, envelope_id) values ('mine', $1)`, [randomUUID()]);
    for (const table of ['outbox', 'inbox', 'relay_state']) {
      await expect(run(`select * from ${table}`)).rejects.toThrow(denied);
      await expect(run(`delete from ${table}`)).rejects.toThrow(denied);
    }
    await expect(run('update outbox set published_at = now()')).rejects.toThrow(denied);
  });

  it('cannot record an event as already published', async () => {
    const insert = `insert into outbox (id, subject, envelope, published_at) values ($1, 'x', '{}', now())`;
    await expect(run(insert, [randomUUID()])).rejects.toThrow(denied);
  });
});

describe('the relay’s login', () => {
  it('cannot see any tenant’s table or other service’s database', async () => {
    await expect(relay('select * from notes')).rejects.toThrow(denied);
    await expect(relay('select envelope_id from inbox')).rejects.toThrow(denied);
  });

  it('cannot add to the outbox or change the content of an event', async () => {
    await expect(
      relay(`insert into outbox (id, subject, envelope) values ($1, 'x', '{}')`, [randomUUID()]),
    ).rejects.toThrow(denied);
    await expect(relay(`update outbox set envelope = '{}'`)).rejects.toThrow(denied);
  });

  it('deletes outdated rows and nothing else, even where it tries to delete everything', async () => {
    await relay('delete from outbox');
    await relay('delete from inbox');
    expect(await query(test.adminUrl, 'select subject from outbox order by subject')).toEqual([
      { subject: 'mine' },
      { subject: 'new' },
      { subject: 's' },
    ]);
    expect(await query(test.adminUrl, 'select consumer from inbox order by consumer')).toEqual([
      { consumer: 'mine' },
      { consumer: 'new' },
    ]);
  });
});
