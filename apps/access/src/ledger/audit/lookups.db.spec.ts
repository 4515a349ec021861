import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditQuery } from '@roster/contracts';
import { Client } from 'pg';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { entriesQuery } from './entries.js';

/** Entries of an account, far more than a page. */
const ENTRIES = 20_000;
const PAGE = 51;
/** A page for each of two values that are asked for, and the entry that ends each. */
const MOST_READ = 2 * PAGE + 2;

/** What Postgres says of each step of a plan that it has carried out. */
interface Step {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Step[];
}

const readBy = (step: Step): number => {
  const own = (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) * step['Actual Loops'];
  return Math.max(own, ...(step.Plans ?? []).map(readBy));
};

describe('The list of a large account', () => {
  let world: AccessWorld;
  let account: AccountDouble;
  let client: Client;

  /** Entries by one service, all of one kind and about one thing. */
  const fill = (accountId: string, action: string) =>
    world.query(
      `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, request_id, previous_hash, hash)
       select $1::uuid, 1000 + n, now(), '{"kind":"service","name":"busy"}', $2, 'account', $1::uuid::text, '[]', 'test', '', ''
       from generate_series(1, ${ENTRIES}) n`,
      [accountId, action],
    );

  beforeAll(async () => {
    world = await AccessWorld.create();
    account = await world.account();
    await fill(account.id, 'common');
    await fill((await world.account()).id, 'common-elsewhere');
    await world.query('analyze changes');
    // The login of the service, which row-level security binds.
    client = new Client({ connectionString: world.test.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  async function read(query: AuditQuery): Promise<number> {
    const { sql, parameters } = entriesQuery(account.id, query, PAGE);
    await client.query('begin');
    try {
      await client.query("select set_config('roster.account', $1, true)", [account.id]);
      const { rows } = await client.query(`explain (analyze, format json) ${sql}`, parameters);
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'];
      return readBy(plan);
    } finally {
      await client.query('rollback');
    }
  }

  it.each<[string, AuditQuery]>([
    ['nothing', {}],
    ['an action that is common elsewhere', { action: ['common-elsewhere'] }],
    ['an action that is rare', { action: ['account.opened', 'member.joined'] }],
    ['an action that is common', { action: ['common'] }],
    ['somebody who did nothing', { actor: ['nobody'] }],
    ['somebody who did it all', { actor: ['busy'] }],
    ['what somebody busy never did', { actor: ['busy', 'nobody'], action: ['common-elsewhere'] }],
    ['a target that there is not', { target: ['nothing'] }],
    ['a target that all are about', { target: ['nothing', 'no'] }],
  ])('reads no more than its page, asked for %s', async (_, query) => {
    expect(await read(query)).toBeLessThanOrEqual(MOST_READ);
  });
});
