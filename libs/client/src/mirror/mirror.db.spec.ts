import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deltaBetween, type AccountPolicy, type MemberPolicy } from '@roster/permissions';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { filterSql } from '../filter/filter-sql.js';
import type { RecordFilter } from '../filter/record-filter.js';
import { Mirror } from './mirror.js';
import { isMirrorElsewhere, MIRROR_SCHEMA, MIRROR_SCHEMA_DOWN } from './schema.js';

const [boss, lead, rep, other] = [uuid(), uuid(), uuid(), uuid()] as [string, string, string, string];
const [role, team] = [uuid(), uuid()] as [string, string];
/** Whether it fails because the mirror is at another version. */
const refusal = (statement: Promise<unknown>): Promise<boolean> => statement.then(() => false, isMirrorElsewhere);
const member = (id: string, more: Partial<MemberPolicy> = {}): MemberPolicy => ({
  id,
  status: 'active',
  roleIds: [],
  ...more,
});

describe('A mirror', () => {
  let database: TestDatabase;
  let pool: Pool;
  let mirror: Mirror;
  let first: AccountPolicy;

  beforeAll(async () => {
    database = await createTestDatabase({ context: 'access', migrations: [] });
    pool = new Pool({ connectionString: database.adminUrl, max: 8 });
    mirror = new Mirror(pool);
    for (const sql of MIRROR_SCHEMA) await pool.query(sql);
    await pool.query('create table records (id int, owner_id uuid)');
    await pool.query('insert into records select row_number() over (), id from unnest($1::uuid[]) id', [
      [boss, lead, rep, other],
    ]);
  });

  afterAll(async () => {
    for (const sql of MIRROR_SCHEMA_DOWN) await pool.query(sql);
    await pool.end();
    await database.drop();
  });

  beforeEach(() => {
    first = {
      accountId: uuid(),
      status: 'active',
      version: 1,
      ownerMemberId: boss,
      roles: [],
      members: [member(boss), member(lead, { managerId: boss }), member(rep, { managerId: lead }), member(other)],
    };
  });

  const below = async (memberId: string, version: number, now = Date.now()): Promise<string[]> => {
    const filter: RecordFilter = {
      accountId: first.accountId,
      version,
      now,
      reach: {
        kind: 'mirrored',
        predicate: { memberId, roleIds: [role], teamIds: [team], managed: true, unowned: false },
      },
      variants: [],
    };
    const { sql, values } = filterSql(filter, { owner: 'owner_id' });
    const { rows } = await pool.query(`select owner_id from records where ${sql} order by id`, [...values]);
    return rows.map((row: { owner_id: string }) => row.owner_id);
  };

  const next = (present: AccountPolicy, ...members: MemberPolicy[]): AccountPolicy => ({
    ...present,
    version: present.version + 1,
    members: present.members.map((known) => members.find(({ id }) => id === known.id) ?? known),
  });

  it('moves the members below along when a member gets another manager, and back', async () => {
    await mirror.load(first);
    expect(await below(boss, 1)).toEqual([boss, lead, rep]);
    const second = next(first, member(lead, { managerId: other }));
    await mirror.apply(deltaBetween(first, second));
    expect(await below(boss, 2)).toEqual([boss]);
    expect(await below(other, 2)).toEqual([lead, rep, other]);
    await mirror.apply(deltaBetween(second, { ...next(second), members: first.members }));
    expect(await below(boss, 3)).toEqual([boss, lead, rep]);
  });

  it('never answers at another version than its own: the statement fails, whatever there is to list', async () => {
    expect(await refusal(below(boss, 1))).toBe(true);
    await mirror.load(first);
    expect(await refusal(below(boss, 2))).toBe(true);
    await pool.query('begin; create table none as select * from records where false; commit');
    const { sql, values } = filterSql(
      {
        ...first,
        version: 2,
        now: 0,
        reach: {
          kind: 'mirrored',
          predicate: { memberId: boss, roleIds: [role], teamIds: [], managed: false, unowned: true },
        },
        variants: [],
      },
      { owner: 'owner_id' },
    );
    const listed = pool.query(`select * from none where ${sql} order by id limit 5`, [...values]);
    expect(await refusal(listed)).toBe(true);
  });

  it('says that a change is missing, and skips one that it already has', async () => {
    const second = next(first, member(rep, { roleIds: [role] }));
    const third = next(second, member(other, { roleIds: [role] }));
    expect(await mirror.apply(deltaBetween(first, second))).toBe(false);
    await mirror.load(first);
    expect(await mirror.apply(deltaBetween(second, third))).toBe(false);
    expect(await mirror.version(first.accountId)).toBe(1);
    expect(await mirror.apply(deltaBetween(first, second))).toBe(true);
    expect(await mirror.apply(deltaBetween(first, second))).toBe(true);
    await mirror.load(first);
    expect(await mirror.version(first.accountId)).toBe(2);
    expect(await below(lead, 2)).toEqual([lead, rep]);
  });

  it('ends a membership at its instant, by the clock of the filter', async () => {
    const ends = 5_000;
    const teams = [{ teamId: team, expiresAt: ends }];
    await mirror.load({ ...first, members: [member(boss), member(rep, { teams })] });
    expect(await below(boss, 1, ends - 1)).toEqual([boss, rep]);
    expect(await below(boss, 1, ends)).toEqual([boss]);
  });

  it('is updated by several replicas at once, by pg and by TypeORM', async () => {
    const orm = await new DataSource({ type: 'postgres', url: database.adminUrl, poolSize: 4 }).initialize();
    try {
      const replicas = [mirror, new Mirror(orm), new Mirror(pool), new Mirror(orm)];
      await Promise.all(replicas.map((replica) => replica.load(first)));
      let present = first;
      for (let change = 0; change < 10; change += 1) {
        const later = next(present, member(rep, { roleIds: change % 2 ? [] : [role], managerId: lead }));
        const delta = deltaBetween(present, later);
        expect(await Promise.all(replicas.map((replica) => replica.apply(delta)))).toEqual([true, true, true, true]);
        present = later;
      }
      expect(await below(other, 11)).toEqual([other]);
      await new Mirror(orm).remove(first.accountId);
      expect(await mirror.version(first.accountId)).toBeUndefined();
    } finally {
      await orm.destroy();
    }
  });

  it('changes nothing where a change fails half-way', async () => {
    await mirror.load(first);
    const broken = next(first, member(rep, { roleIds: ['no id'] }));
    await expect(mirror.apply(deltaBetween(first, broken))).rejects.toThrow('uuid');
    expect(await below(boss, 1)).toEqual([boss, lead, rep]);
  });
});
