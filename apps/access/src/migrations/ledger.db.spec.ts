import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@roster/service-kit';
import { Client } from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { chainHash, FIRST_HASH, type ChainedChange } from '../ledger/ledger/chain.js';
import { CreateAccess1763800000000 } from './1763800000000-CreateAccess.js';
import { migrations } from './index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ context: 'access', migrations: [CreateAccess1763800000000] });
});
afterAll(() => database.drop());

it('An account from before there was a ledger has a link for each of its versions', async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    const id = uuidv7();
    await client.query(
      `insert into accounts (id, preset, status, owner_member_id, revision, version)
       values ($1, 'ortto', 'active', gen_random_uuid(), 1, 3)`,
      [id],
    );
    await migrate({ url: database.migrationUrl, migrations, logger: pino({ level: 'silent' }) });
    const { rows } = await client.query<Omit<ChainedChange, 'at'> & { at: Date; hash: string }>(
      `select account_id as "accountId", version::int, at, actor, action, target_type as "targetType",
         target_id as "targetId", parts, request_id as "requestId", hash from changes order by version`,
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
    let previous = FIRST_HASH;
    for (const row of rows) {
      previous = chainHash(previous, { ...row, at: row.at.toISOString() });
      expect(row.hash).toBe(previous);
    }
  } finally {
    await client.end();
  }
});
