import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@roster/service-kit';
import { Client } from 'pg';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { BoundSessionLimits1764001010000 } from './1764001010000-BoundSessionLimits.js';
import { migrations } from './index.js';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  const earlier = migrations.slice(0, migrations.indexOf(BoundSessionLimits1764001010000));
  database = await createTestDatabase({ context: 'identity', migrations: earlier });
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** An account with these limits; resolves with its id. */
async function account(sessionHours: number | null, idleMinutes: number | null): Promise<string> {
  const [id, memberId] = [randomUUID(), randomUUID()];
  await client.query('begin');
  await client.query(
    `insert into accounts (id, name, preset, status, owner_member_id, revision, created_at, session_hours, idle_minutes)
     values ($1, 'Acme', 'ortto', 'active', $2, 1, now(), $3, $4)`,
    [id, memberId, sessionHours, idleMinutes],
  );
  await client.query(
    `insert into members (account_id, id, email, first_name, last_name, status, role_ids, revision, created_at)
     values ($1, $2, 'olivia@example.com', 'Olivia', 'Owner', 'invited', '{}', 1, now())`,
    [id, memberId],
  );
  await client.query('commit');
  return id;
}

it('Limits of sessions from before there were bounds become the nearest bound', async () => {
  const before: [number | null, number | null][] = [
    [null, null],
    [12, 43_200],
    [12, 1_440],
    [9_000, 5],
    [0, 1],
  ];
  const ids: string[] = [];
  for (const limits of before) ids.push(await account(...limits));
  await migrate({ url: database.migrationUrl, migrations, logger: pino({ level: 'silent' }) });
  const { rows } = await client.query<{ id: string; hours: number | null; minutes: number | null }>(
    'select id, session_hours as hours, idle_minutes as minutes from accounts',
  );
  const now = new Map(rows.map(({ id, hours, minutes }) => [id, [hours, minutes]]));
  expect(ids.map((id) => now.get(id))).toEqual([
    [null, null],
    [12, 1_440],
    [12, 1_440],
    [720, 5],
    [1, 5],
  ]);
});
