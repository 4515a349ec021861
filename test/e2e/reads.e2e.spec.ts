import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CONTEXTS } from '@roster/contracts';
import { select } from '../harness/administrator.js';
import { eventually } from '../harness/eventually.js';
import { colleague, openAccount, type Person } from '../harness/people.js';
import { sharedSystem, type Roster } from '../harness/system.js';

/** Columns that change by themselves: last activity, to the minute, and what the relay has published. */
const SIGNS_OF_LIFE = ['used_at', 'last_active_at', 'published_at', 'last_used_at', 'stream_seq'];

let roster: Roster;
let owner: Person;

beforeAll(async () => {
  roster = sharedSystem();
  owner = await openAccount(roster);
  await colleague(roster, owner);
});

/** Their answer does not end; to ask for its head is to read it. */
const ENDLESS = ['/v1/events'];

/** All rows of all databases that name the account. */
async function everything(): Promise<string[]> {
  const rows: string[] = [];
  for (const context of CONTEXTS) {
    const tables = await select(roster, context, `select tablename from pg_tables where schemaname = 'public'`);
    for (const { tablename } of tables) {
      const without = SIGNS_OF_LIFE.map((column) => `- '${column}'`).join(' ');
      const found = await select(
        roster,
        context,
        `select (to_jsonb(t) ${without})::text as row from "${String(tablename)}" t
         where t::text like '%${owner.accountId}%'`,
      );
      rows.push(...found.map(({ row }) => `${context}.${String(tablename)} ${String(row)}`));
    }
  }
  return rows.toSorted();
}

/** Once all that was under way has arrived. */
async function settled(): Promise<string[]> {
  let before = await everything();
  return eventually('the databases to come to rest', async () => {
    const now = await everything();
    const isAtRest = JSON.stringify(now) === JSON.stringify(before);
    before = now;
    return isAtRest ? now : undefined;
  });
}

it('reading changes nothing, whatever is read (S38)', async () => {
  const document = (await roster.api.get('/openapi.json')).body;
  const before = await settled();
  expect(before.length).toBeGreaterThan(10);
  const routes = Object.entries<Record<string, unknown>>(document.paths).filter(([, methods]) => 'get' in methods);
  expect(routes.length).toBeGreaterThan(30);
  const answered: number[] = [];
  for (const [path] of routes) {
    const named = path.replace(/\{memberId\}/g, owner.memberId).replace(/\{\w+\}/g, randomUUID());
    for (const method of ENDLESS.includes(path) ? ['HEAD'] : ['GET', 'HEAD']) {
      const { status } = await owner.api.send(method, named);
      expect({ path, isOurs: status < 500 }).toEqual({ path, isOurs: true });
      answered.push(status);
    }
  }
  // If all requests were refused, nothing would have been read.
  expect(answered.filter((status) => status === 200).length).toBeGreaterThan(30);
  expect(await settled()).toEqual(before);
});
