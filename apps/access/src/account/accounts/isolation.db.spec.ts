import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
let other: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
  await account.member(['editor']);
  other = await world.account();
  await other.member(['editor']);
});
afterAll(() => world.close());

const TABLES = ['accounts', 'members', 'roles', 'member_roles', 'changes'];
/** The other tables. They are empty in this test. */
const OTHERS = ['member_exceptions', 'team_members', 'teams', 'projects', 'project_members'];

/** Runs statements as the service's runtime login, in one transaction that has entered an account, or none. */
async function asService<T>(accountId: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: world.test.url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('roster.account', $1, true)`, [accountId]);
    return await work(client);
  } finally {
    await client.end();
  }
}

const accountColumn = (table: string) => (table === 'accounts' ? 'id' : 'account_id');

async function accountsSeen(accountId: string, table: string): Promise<string[]> {
  const sql = `select distinct ${accountColumn(table)}::text as account from ${table}`;
  const { rows } = await asService(accountId, (client) => client.query<{ account: string }>(sql));
  return rows.map((row) => row.account);
}

describe("The service's login", () => {
  it.each(TABLES)('sees of %s the rows of the account that it is in, and none without one', async (table) => {
    await expect(accountsSeen(account.id, table)).resolves.toEqual([account.id]);
    await expect(accountsSeen('', table)).resolves.toEqual([]);
  });

  it.each(['accounts', 'members', 'roles'])('changes no rows of another account in %s', async (table) => {
    const column = accountColumn(table);
    const sql = `update ${table} set ${column} = ${column} where ${column} = $1`;
    const { rowCount } = await asService(account.id, (client) => client.query(sql, [other.id]));
    expect(rowCount).toBe(0);
  });

  it('cannot add to another account, nor give a role of one', async () => {
    const insert = `insert into member_roles (account_id, member_id, role_id) values ($1, $2, $3)`;
    const intoOther = asService(account.id, (client) =>
      client.query(insert, [other.id, other.owner, other.role('editor')]),
    );
    await expect(intoOther).rejects.toThrow('row-level security');
    const foreignRole = asService(account.id, (client) =>
      client.query(insert, [account.id, account.owner, other.role('editor')]),
    );
    await expect(foreignRole).rejects.toThrow('foreign key');
  });

  it('stands under forced row-level security, owns nothing and cannot step out of it', async () => {
    const tables = await world.query<{ relname: string }>(
      `select relname, relrowsecurity and relforcerowsecurity as forced, relowner::regrole::text as owner
       from pg_class where relkind = 'r' and relname = any($1) order by relname`,
      [[...TABLES, ...OTHERS]],
    );
    expect(tables).toEqual(
      [...TABLES, ...OTHERS].toSorted().map((relname) => ({ relname, forced: true, owner: 'access_migrate' })),
    );
    const [role] = await world.query(`select rolsuper, rolbypassrls from pg_roles where rolname = 'access_run'`);
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
  });
});
