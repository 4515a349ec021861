import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addException,
  createRole,
  createTeam,
  deleteRecord,
  handOverRecords,
  listAudit,
  putRecord,
  setMemberManager,
  takeAwayMember,
  verifyAudit,
  type AuditVerification,
} from '@roster/contracts';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { asking } from '../../../../../test/access/manager.js';
import { memberState } from '../../../../../test/access/people.js';
import { eventually } from '../../../../../test/harness/eventually.js';

let world: AccessWorld;
let account: AccountDouble;
/** By name, the ids of what the account has. */
const ids: Record<string, string> = {};

const verify = (): Promise<AuditVerification> => asking(world, account)(account.owner, verifyAudit, {});

/** Waits until the trail has so many entries about a record. */
const told = (id: string, entries: number) =>
  eventually('the entries of the record', async () => {
    const { items } = await asking(world, account)(account.owner, listAudit, { target: [`contacts:${id}`] });
    return items.length === entries || undefined;
  });

/** Puts ids in the place of their names. */
const named = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'model' });
  const { owner } = account;
  const ask = asking(world, account);
  const chief = account.role('chief');
  const grants = { 'contacts:view': ['own' as const] };
  Object.assign(ids, { account: account.id, owner, chief, new: '0199aaaa-0000-7000-8000-000000000000' });
  for (const name of ['custom', 'other']) {
    ids[name] = (await ask(owner, createRole, { name, grants, managerRoleId: chief })).id;
  }
  for (const name of ['bob', 'cleo', 'gone', 'leaver']) {
    const member = memberState({ roleIds: [ids['other'] ?? '', ids['custom'] ?? ''] });
    await account.apply(member);
    ids[name] = member.id;
  }
  const { bob = '', cleo = '', gone = '', leaver = '' } = ids;
  await ask(owner, setMemberManager, { reportId: cleo, memberId: bob });
  await ask(owner, addException, { memberId: bob, permission: 'tasks:cancel', effect: 'deny' });
  ids['team'] = (await ask(owner, createTeam, { name: 'Sales', memberIds: [bob, cleo] })).id;
  await account.takeAway(owner, gone, 'revoked');
  await ask(owner, putRecord, { type: 'contacts', id: 'a:1', ownerId: bob });
  await ask(owner, putRecord, { type: 'contacts', id: 'deleted', ownerId: bob });
  await ask(owner, deleteRecord, { type: 'contacts', id: 'deleted' });
  await ask(owner, putRecord, { type: 'contacts', id: 'handed', ownerId: leaver });
  await ask(owner, takeAwayMember, { memberId: leaver, status: 'deleted', revision: 0, successorId: cleo });
  await world.rpc.call(handOverRecords, { accountId: account.id, memberId: leaver });
  await told('a:1', 1);
  await told('deleted', 2);
  await told('handed', 1);
});
afterAll(() => world.close());

describe('The state that decisions rest on', () => {
  it('is what the trail tells, after each kind of change', async () => {
    const { checked, ...state } = (await verify()).state ?? {};
    expect(state).toEqual({ count: 0, differs: [] });
    // The account, three roles, four members, a team, and the one who is gone.
    expect(checked).toBeGreaterThanOrEqual(10);
  });

  it.each([
    ['a role that was given', `insert into member_roles values ('{account}', '{bob}', '{chief}')`, 'member', 'bob'],
    ['a role that was taken', `delete from member_roles where member_id = '{bob}'`, 'member', 'bob'],
    ['a status', `update members set status = 'inactive' where id = '{bob}'`, 'member', 'bob'],
    [
      'access given back',
      `update members set taken_status = null, taken_revision = null, status = 'active' where id = '{gone}'`,
      'member',
      'gone',
    ],
    [
      'a deleted member who is back',
      `update members set taken_status = null, taken_revision = null, status = 'active' where id = '{leaver}'`,
      'member',
      'leaver',
    ],
    [
      'a member who was made up',
      `insert into members (account_id, id, email, first_name, last_name, status, revision)
       values ('{account}', '{new}', 'new@example.com', '', '', 'active', 1)`,
      'member',
      'new',
    ],
    ['a manager', `update members set manager_id = '{owner}' where id = '{cleo}'`, 'member', 'cleo'],
    ['agent access', `update members set agent_access = true where id = '{cleo}'`, 'member', 'cleo'],
    ['an exception', `update member_exceptions set effect = 'allow' where member_id = '{bob}'`, 'member', 'bob'],
    ['when it expires', `update member_exceptions set expires_at = now() where member_id = '{bob}'`, 'member', 'bob'],
    ['an exception that was taken back', `delete from member_exceptions where member_id = '{bob}'`, 'member', 'bob'],
    [
      'an exception that was made up',
      `insert into member_exceptions (account_id, id, member_id, permission, effect)
       values ('{account}', '{new}', '{cleo}', 'tasks:cancel', 'allow')`,
      'member',
      'cleo',
    ],
    ['grants', `update roles set grants = '{"contacts:view": ["all"]}' where id = '{custom}'`, 'role', 'custom'],
    ['the place in the tree', `update roles set manager_role_id = '{other}' where id = '{custom}'`, 'role', 'custom'],
    ['a role that was deleted', `update roles set deleted = true where id = '{custom}'`, 'role', 'custom'],
    [
      'a role that was made up',
      `insert into roles (account_id, id, name, grants) values ('{account}', '{new}', 'New', '{}')`,
      'role',
      'new',
    ],
    ['the name of a team', `update teams set name = 'Others' where id = '{team}'`, 'team', 'team'],
    ['who is on a team', `delete from team_members where member_id = '{cleo}'`, 'member', 'cleo'],
    ['until when', `update team_members set expires_at = now() where member_id = '{cleo}'`, 'member', 'cleo'],
    [
      'a project that was made up',
      `insert into projects (account_id, id, name, owner_member_id) values ('{account}', '{new}', 'New', '{bob}')`,
      'project',
      'new',
    ],
    ['the owner', `update accounts set owner_member_id = '{bob}' where id = '{account}'`, 'account', 'account'],
    ['the status', `update accounts set status = 'suspended' where id = '{account}'`, 'account', 'account'],
    [
      'the owner of a record',
      `update records set owner_member_id = '{cleo}' where id = 'a:1'`,
      'record',
      'contacts:a:1',
    ],
    ['the project of a record', `update records set project_id = '{new}' where id = 'a:1'`, 'record', 'contacts:a:1'],
    ['a record that is gone', `delete from records where id = 'a:1'`, 'record', 'contacts:a:1'],
    [
      'a record that is back',
      `update records set deleted_at = null where id = 'deleted'`,
      'record',
      'contacts:deleted',
    ],
    [
      'a record that went to another than the successor',
      `update records set owner_member_id = '{bob}' where id = 'handed'`,
      'record',
      'contacts:handed',
    ],
  ])('shows %s by SQL (P14)', async (_, sql, kind, name) => {
    const tables = ['accounts', 'roles', 'members', 'member_roles', 'member_exceptions', 'teams', 'team_members'];
    const restore = await kept([...tables, 'projects', 'records']);
    await world.query(named(sql));
    const found = await verify();
    await restore();
    expect(found).toMatchObject({ intact: false, next: null, state: { count: 1 } });
    expect(found.state?.differs).toEqual([{ kind, id: ids[name] ?? name }]);
    expect(found).not.toHaveProperty('brokenAt');
  });

  it('shows another preset', async () => {
    const restore = await kept(['accounts']);
    await world.query(`update accounts set preset = 'ortto' where id = $1`, [account.id]);
    const { state } = await verify();
    await restore();
    expect(state?.differs).toContainEqual({ kind: 'account', id: account.id });
  });

  it('is in order again where nothing of that is left', async () => {
    await expect(verify()).resolves.toMatchObject({ intact: true, state: { count: 0 } });
  });
});

/** Keeps the rows of the tables, and gives back what puts them in place again. */
async function kept(tables: readonly string[]): Promise<() => Promise<void>> {
  const rows: string[] = [];
  for (const table of tables) {
    const [found] = await world.query<{ text: string }>(
      `select coalesce(json_agg(t), '[]')::text as text from ${table} t`,
    );
    rows.push(found?.text ?? '[]');
  }
  return async () => {
    const columns = await world.query<{ table: string; columns: string }>(
      `select table_name as "table", string_agg(column_name, ', ') as columns from information_schema.columns
       where table_schema = 'public' and table_name = any($1) and is_generated = 'NEVER' group by 1`,
      [tables],
    );
    const written = tables.map((table, at) => {
      const names = columns.find((each) => each.table === table)?.columns ?? '';
      const literal = (rows[at] ?? '').replaceAll("'", "''");
      return `delete from ${table}; insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, '${literal}')`;
    });
    await world.query(`set local session_replication_role = replica; ${written.join('; ')}`);
  };
}
