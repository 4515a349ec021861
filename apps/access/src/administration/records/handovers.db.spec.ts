import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkRestorable,
  countMemberRecords,
  getRecord,
  handOverRecords,
  putRecord,
  takeAwayMember,
  type HandedOver,
} from '@roster/contracts';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../../../../../test/harness/eventually.js';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { answered } from '../../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../../test/harness/scale.js';

let world: AccessWorld;
let account: AccountDouble;
let heir: string;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'model' });
  heir = await account.memberWith({ 'contacts:edit': ['own'] });
});
afterAll(() => world.close());

const seller = () => account.memberWith({ 'contacts:edit': ['own'] });
const own = (id: string, ownerId: string | null, by = account.owner) =>
  world.rpc.call(putRecord, { type: 'contacts', id, ownerId }, account.as(by));
const ownerOf = async (id: string) =>
  (await world.rpc.call(getRecord, { type: 'contacts', id }, account.as(account.owner))).ownerId;
const remove = (memberId: string, successorId?: string, by = account.owner) =>
  world.rpc.call(
    takeAwayMember,
    { memberId, status: 'deleted', revision: 1, ...(successorId && { successorId }) },
    account.as(by),
  );
const handOver = (memberId: string): Promise<HandedOver> =>
  world.rpc.call(handOverRecords, { accountId: account.id, memberId });

describe('Deleting a member who owns records', () => {
  it('is refused without a successor, and then takes nothing away', async () => {
    const ada = await seller();
    const id = uuidv7();
    await own(id, ada);
    const version = await account.version();
    await expect(remove(ada)).rejects.toMatchObject({
      code: 'member.reassignment-required',
      details: { records: 1, projects: 0 },
    });
    for (const [successor, code] of [
      [ada, 'member.not-active'],
      [await account.member([], { status: 'invited' }), 'member.not-active'],
      [await account.member([], { status: 'revoked' }), 'member.not-active'],
      [uuidv7(), 'member.not-found'],
    ] as const) {
      await expect(remove(ada, successor)).rejects.toMatchObject({ code });
    }
    expect(await account.version()).toBeGreaterThanOrEqual(version);
    await own(uuidv7(), ada);
  });

  it('is told by type beforehand what there is to hand over, of this account alone', async () => {
    const ada = await seller();
    await account.insert(
      `insert into records (account_id, type, id, owner_member_id)
       select $1, case when n < 3 then 'deals' else 'contacts' end, 'counted ' || n, $2 from generate_series(1, 7) n`,
      [ada],
    );
    const count = (memberId: string) => world.rpc.call(countMemberRecords, { memberId }, account.as(account.owner));
    const types = [
      { type: 'contacts', count: 5 },
      { type: 'deals', count: 2 },
    ];
    await expect(count(ada)).resolves.toEqual({ items: types, projects: 0 });
    await expect(count(await seller())).resolves.toEqual({ items: [], projects: 0 });
    const other = await world.account({ preset: 'model' });
    await expect(count(other.owner)).rejects.toMatchObject({ code: 'member.not-found' });
    await remove(ada, heir);
    await expect(count(ada)).rejects.toMatchObject({ code: 'member.not-found' });
  });

  it('gives all of them to the successor in batches, and says how many they were (golden 18)', async () => {
    const ada = await seller();
    await account.insert(
      `insert into records (account_id, type, id, owner_member_id)
       select $1, 'contacts', 'of ada ' || n, $2 from generate_series(1, 12000) n`,
      [ada],
    );
    const kept = uuidv7();
    await own(kept, heir);
    await expect(handOver(ada)).rejects.toMatchObject({ code: 'member.not-found' });
    await remove(ada, heir);
    await expect(own(uuidv7(), ada)).rejects.toMatchObject({ code: 'member.not-found' });
    const lots = [await handOver(ada), await handOver(ada), await handOver(ada)];
    expect(lots).toEqual([
      { count: 5_000, isDone: false },
      { count: 10_000, isDone: false },
      { count: 12_000, isDone: true },
    ]);
    await expect(handOver(ada)).resolves.toEqual({ count: 12_000, isDone: true });
    await expect(ownerOf('of ada 1')).resolves.toBe(heir);
    const [left] = await world.query<{ n: number }>('select count(*)::int n from records where owner_member_id = $1', [
      ada,
    ]);
    expect(left?.n).toBe(0);
  });

  it('counts each record once, however many hand them over at the same time', async () => {
    const ada = await seller();
    await account.insert(
      `insert into records (account_id, type, id, owner_member_id)
       select $1, 'contacts', 'again ' || n, $2 from generate_series(1, 300) n`,
      [ada],
    );
    await remove(ada, heir);
    const counts = await Promise.all(Array.from({ length: RIVALS }, () => answered(() => handOver(ada))));
    expect(Math.max(...counts.map(({ count }) => count))).toBe(300);
    await expect(handOver(ada)).resolves.toEqual({ count: 300, isDone: true });
  });

  it('misses no record that is registered at that very moment', async () => {
    const ada = await seller();
    const id = uuidv7();
    const client = new Client({ connectionString: world.test.adminUrl });
    await client.connect();
    // The record waits here, after it was checked that its owner exists.
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      JSON.stringify([account.id, 'contacts', id]),
    ]);
    const waiting = async (many: number) => {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return (rowCount ?? 0) >= many ? true : undefined;
    };
    const put = own(id, ada);
    await eventually('the record to wait', () => waiting(1));
    const removed = Promise.allSettled([remove(ada)]);
    await Promise.race([removed, eventually('the deletion to wait for it', () => waiting(2))]);
    await client.query('commit');
    await client.end();
    await put;
    await expect(removed).resolves.toMatchObject([{ reason: { code: 'member.reassignment-required' } }]);
    await expect(ownerOf(id)).resolves.toBe(ada);
  });

  it('does not let the actor reach records that they did not reach before', async () => {
    const clerk = await account.memberWith({ 'members:delete': true, 'contacts:edit': ['own'] });
    const ada = await seller();
    await own(uuidv7(), ada);
    await expect(remove(ada, clerk, clerk)).rejects.toMatchObject({
      code: 'privilege.above-own',
      details: { reach: { permission: 'contacts:view' } },
    });
    await remove(ada, heir, clerk);
  });

  it('keeps the successor who was named first: one named later takes nothing over', async () => {
    const ada = await seller();
    const id = uuidv7();
    await own(id, ada);
    await expect(remove(ada, heir)).resolves.toMatchObject({ successorId: heir });
    await expect(remove(ada, account.owner)).resolves.toMatchObject({ successorId: heir });
    await handOver(ada);
    await expect(ownerOf(id)).resolves.toBe(heir);
  });

  it('gives their projects to the successor too', async () => {
    const ada = await seller();
    const project = uuidv7();
    await account.insert(`insert into projects (account_id, id, name, owner_member_id) values ($1, $2, 'P', $3)`, [
      project,
      ada,
    ]);
    await expect(remove(ada)).rejects.toMatchObject({ details: { records: 0, projects: 1 } });
    await remove(ada, heir);
    await expect(world.query('select owner_member_id from projects where id = $1', [project])).resolves.toEqual([
      { owner_member_id: heir },
    ]);
  });

  it('needs no successor where there is nothing to hand over', async () => {
    const ada = await seller();
    const gone = uuidv7();
    await own(gone, heir);
    await remove(ada);
    await expect(handOver(ada)).resolves.toEqual({ count: 0, isDone: true });
  });
});

describe('Taking away', () => {
  it('that arrives late does not give back what a later command has taken', async () => {
    const ada = await seller();
    await account.takeAway(account.owner, ada, 'revoked');
    await account.takeAway(account.owner, ada, 'inactive');
    await expect(world.query('select standing from members where id = $1', [ada])).resolves.toEqual([
      { standing: 'revoked' },
    ]);
  });
});

describe('Giving back', () => {
  const restorable = (memberId: string, by: string) => world.rpc.call(checkRestorable, { memberId }, account.as(by));

  it('is allowed to those who could give all that the member had', async () => {
    const manager = await account.memberWith({ 'members:revoke': true, 'contacts:edit': ['all'] });
    const [ada, bob] = [await seller(), await account.memberWith({ 'roles:edit': true, 'members:edit': true })];
    for (const memberId of [ada, bob]) await account.takeAway(account.owner, memberId, 'revoked');
    const can = { version: expect.any(Number), seesMembers: false };
    await expect(restorable(ada, manager)).resolves.toEqual(can);
    await expect(restorable(bob, manager)).rejects.toMatchObject({ code: 'privilege.above-own' });
    await expect(restorable(bob, account.owner)).resolves.toMatchObject({ version: expect.any(Number) });
    await expect(restorable(uuidv7(), manager)).rejects.toMatchObject({ code: 'member.not-found' });
  });
});
