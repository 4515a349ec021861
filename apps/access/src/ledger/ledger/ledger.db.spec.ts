import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountChanged, createRole, type AccountChange } from '@roster/contracts';
import { patched, type AccountPolicy } from '@roster/permissions';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { memberState } from '../../../../../test/access/people.js';
import { readAccount } from '../../../../../test/access/read-account.js';
import { RIVALS } from '../../../../../test/harness/scale.js';
import { rowHash, FIRST_HASH, type ChainedRow } from './chain.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

interface Row extends ChainedRow {
  previousHash: string;
  hash: string;
}

const rowsOf = async (accountId: string): Promise<Row[]> =>
  (
    await world.query<Omit<Row, 'at'> & { at: Date }>(
      `select account_id as "accountId", version::int, step, id, at, actor, action, target_type as "targetType",
         target_id as "targetId", parts, delta, seal, address, user_agent as "userAgent", is_act as "isAct",
         request_id as "requestId", previous_hash as "previousHash", hash
       from changes where account_id = $1 order by version`,
      [accountId],
    )
  ).map((row) => ({ ...row, at: row.at.toISOString() }));

const changesTold = async (accountId: string): Promise<AccountChange[]> =>
  (
    await world.query<{ data: AccountChange }>(
      `select envelope -> 'data' as data from outbox where subject = $1 and envelope ->> 'accountid' = $2
       order by (envelope #>> '{data,version}')::bigint`,
      [accountChanged.subject, accountId],
    )
  ).map(({ data }) => data);

const readPolicy = async (accountId: string) => (await readAccount(world, accountId)).policy;

const byId = ({ roles, members, ...rest }: AccountPolicy) => ({
  ...rest,
  roles: roles.toSorted((a, b) => a.id.localeCompare(b.id)),
  members: members.toSorted((a, b) => a.id.localeCompare(b.id)),
});

/** Makes one of each kind of change. */
async function live(double: AccountDouble): Promise<void> {
  const bob = await double.member(['editor']);
  await double.setRoles(double.owner, bob, ['read-only']);
  const cleo = memberState({ status: 'invited', revision: 1, roleIds: [double.role('editor')] });
  await double.apply(cleo);
  await double.apply({ ...cleo, status: 'active', revision: 2, firstName: 'Cleo' });
  await double.takeAway(double.owner, bob, 'revoked', 2);
  await double.takeAway(double.owner, bob, 'deleted', 3);
  await double.apply(memberState({ id: bob, status: 'deleted', revision: 4 }));
  await world.applyAccount({ ...double.state, status: 'suspended', revision: 2 });
}

describe('The ledger', () => {
  it('has one row for each version, from 1 on, each chained to the one before', async () => {
    const double = await world.account();
    await live(double);
    const rows = await rowsOf(double.id);
    const [{ version } = { version: 0 }] = await world.query<{ version: number }>(
      'select version::int from accounts where id = $1',
      [double.id],
    );
    expect(rows.map((row) => row.version)).toEqual(Array.from({ length: version }, (_, at) => at + 1));
    let previous = FIRST_HASH;
    for (const row of rows) {
      expect({ version: row.version, previousHash: row.previousHash }).toEqual({
        version: row.version,
        previousHash: previous,
      });
      previous = rowHash(previous, row);
      expect({ version: row.version, hash: row.hash }).toEqual({ version: row.version, hash: previous });
    }
  });

  it('records what led to each version: the deltas in order make the account', async () => {
    const double = await world.account();
    await live(double);
    const told = await changesTold(double.id);
    expect(told.map(({ from, version }) => [from, version])).toEqual(told.map((_, at) => [at, at + 1]));
    const empty: AccountPolicy = {
      accountId: double.id,
      status: 'suspended',
      version: 0,
      ownerMemberId: '',
      roles: [],
      members: [],
      projects: [],
    };
    const made = told.reduce((policy, { delta }) => (delta ? patched(policy, delta) : policy), empty);
    expect(byId(made)).toEqual(byId(await readPolicy(double.id)));
  });

  it('says who did what to what, before and after, without names', async () => {
    const bob = await account.member(['editor']);
    const { version } = await account.setRoles(account.owner, bob, ['contributor']);
    const row = (await rowsOf(account.id)).at(-1);
    const state = (slug: string) => ({ id: bob, status: 'active', roleIds: [account.role(slug)] });
    expect(row).toMatchObject({
      version,
      actor: { kind: 'member', memberId: account.owner },
      action: 'member.roles-set',
      targetType: 'member',
      targetId: bob,
      parts: [{ kind: 'member', id: bob, before: state('editor'), after: state('contributor') }],
    });
    const [first] = await rowsOf(account.id);
    expect(first).toMatchObject({ action: 'member.active', actor: { kind: 'service', name: 'identity' } });
    expect(first?.parts[0]).toEqual({
      kind: 'account',
      id: account.id,
      before: null,
      after: { status: 'active', ownerMemberId: account.owner, teamsEnabled: true },
    });
    const text = JSON.stringify(await rowsOf(account.id));
    expect(text).not.toMatch(/Lovelace|example\.com/);
  });

  it('can only be added to', async () => {
    const asService = (sql: string) => world.query(sql, [], world.test.url);
    await expect(asService(`update changes set action = 'nothing'`)).rejects.toThrow('permission denied');
    await expect(asService('delete from changes')).rejects.toThrow('permission denied');
  });

  it('reveals a row that was changed, removed or moved', async () => {
    const [first, second] = await rowsOf(account.id);
    if (!first || !second) throw new Error('There are two');
    const changed = { ...second, actor: { kind: 'member', memberId: uuidv7() } } as const;
    expect(rowHash(first.hash, changed)).not.toBe(second.hash);
    expect(rowHash(FIRST_HASH, second)).not.toBe(second.hash);
  });

  it('keeps nothing in memory of what was rolled back at the end', async () => {
    const double = await world.account();
    const version = await double.version();
    const bob = memberState({ roleIds: [double.role('editor')] });
    await world.query(`create function fail() returns trigger language plpgsql as 'begin raise ''too late''; end'`);
    await world.query(
      `create constraint trigger fails after insert on outbox deferrable initially deferred
       for each row execute function fail()`,
    );
    await expect(double.apply(bob)).rejects.toMatchObject({ code: 'internal' });
    await world.query('drop trigger fails on outbox');
    const cleo = await double.member(['editor']);
    await expect(double.setRoles(double.owner, bob.id, ['editor'])).rejects.toMatchObject({ code: 'member.not-found' });
    const { version: next } = await double.setRoles(double.owner, cleo, ['read-only']);
    expect(next).toBe(version + 2);
    expect((await rowsOf(double.id)).map((row) => row.version)).toHaveLength(next);
  });

  it('gives consecutive versions to two processes at once', async () => {
    const double = await world.account();
    await world.addReplica();
    const before = await double.version();
    const states = Array.from({ length: RIVALS }, () => memberState({ roleIds: [double.role('editor')] }));
    await Promise.all(states.map((state) => double.apply(state)));
    const versions = (await rowsOf(double.id)).map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: before + RIVALS }, (_, at) => at + 1));
    expect(byId(await readPolicy(double.id)).members).toHaveLength(RIVALS + 1);
  });

  it('leaves a delta that is too large out of the event, and says when the account last changed', async () => {
    const double = await world.account();
    const expiresAt = new Date(Date.now() + 3_600_000);
    const bob = await double.member(['editor']);
    await double.insert(
      `insert into member_exceptions (account_id, id, member_id, permission, effect, expires_at, reason, project_id)
       select $1, gen_random_uuid(), $2, 'campaigns:view', 'allow', $3, repeat('x', 400), gen_random_uuid()
       from generate_series(1, 800)`,
      [bob, expiresAt],
    );
    const { version } = await double.setRoles(double.owner, bob, ['read-only']);
    const last = (await changesTold(double.id)).at(-1);
    expect(last).toMatchObject({ from: version - 1, version, delta: null });
    const [row] = await world.query<{ kept: boolean; recent: boolean }>(
      `select delta is not null as kept, changed_at > clock_timestamp() - interval '1 minute' as recent
       from changes c join accounts a on a.id = c.account_id where c.account_id = $1 and c.version = $2`,
      [double.id, version],
    );
    expect(row).toEqual({ kept: true, recent: true });
  });

  it('says from where it was done', async () => {
    const double = await world.account();
    const client = { address: '203.0.113.7', userAgent: 'Mozilla/5.0' };
    const input = { name: 'Told', grants: { 'reports:view': true as const } };
    const by = { ...double.as(double.owner), client, requestId: 'asked' };
    await world.rpc.call(createRole, input, by);
    const told = { action: 'role.created', address: client.address, userAgent: client.userAgent, requestId: 'asked' };
    expect((await rowsOf(double.id)).at(-1)).toMatchObject({ ...told, step: 0, isAct: true });
  });
});
