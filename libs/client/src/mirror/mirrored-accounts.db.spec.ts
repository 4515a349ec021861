import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPresets, RosterError } from '@roster/contracts';
import { compile, deltaBetween, type AccountDelta, type AccountPolicy } from '@roster/permissions';
import { Pool } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { answered } from '../../../../test/harness/once-of-many.js';
import type { Logger } from '../bus/logger.js';
import { RosterEvaluator } from '../evaluator/evaluator.js';
import type { LoadedAccount, SnapshotSource } from '../evaluator/source.js';
import { filterSql } from '../filter/filter-sql.js';
import { RecordLists } from '../filter/record-lists.js';
import { Mirror } from './mirror.js';
import { MirroredAccounts } from './mirrored-accounts.js';
import { MIRROR_SCHEMA } from './schema.js';

const quiet = () => undefined;
const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
const presets = loadPresets('');
const catalogue = presets.catalogue('ontraport')!;
const [mine, theirs] = [uuid(), uuid()] as [string, string];
const people = Array.from({ length: 30 }, () => uuid());
const asker = people[1]!;

/** Members change between two roles; the asking member sees the records of those who hold the first. */
function policyAt(accountId: string, version: number): AccountPolicy {
  return {
    accountId,
    status: 'active',
    version,
    ownerMemberId: people[0]!,
    roles: [
      { id: mine, grants: { 'contacts:view': ['sameRole'] } },
      { id: theirs, grants: {} },
    ],
    members: people.map((id, at) => ({
      id,
      status: 'active',
      roleIds: [id === asker || (at + version) % 3 === 0 ? mine : theirs],
    })),
  };
}

/** What access knows, one version after another. */
class Access implements SnapshotSource {
  version = 1;
  loads = { whole: 0, deltas: 0 };

  constructor(readonly accountId: string) {}

  async load(accountId: string, since?: number): Promise<LoadedAccount | undefined> {
    if (accountId !== this.accountId) return undefined;
    const { version } = this;
    const policy = policyAt(accountId, version);
    const kind = since === undefined ? 'whole' : 'deltas';
    this.loads[kind] += 1;
    const deltas = Array.from({ length: version - (since ?? version) }, (_, at) => this.delta((since ?? 0) + at + 1));
    await delay(1);
    const state = kind === 'whole' ? ({ kind, policy } as const) : ({ kind, deltas } as const);
    return { preset: 'ontraport', catalogueHash: catalogue.hash, version, state };
  }

  delta(version: number): AccountDelta {
    return deltaBetween(policyAt(this.accountId, version - 1), policyAt(this.accountId, version));
  }
}

describe('A list by the mirror', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase({ context: 'access', migrations: [] });
    pool = new Pool({ connectionString: database.adminUrl, max: 12 });
    for (const sql of MIRROR_SCHEMA) await pool.query(sql);
    await pool.query('create table records (owner_id uuid)');
    await pool.query('insert into records select unnest($1::uuid[])', [people]);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  /** One replica of a service; several share the database. */
  const replica = (access: Access) => {
    const evaluator = new RosterEvaluator({ source: access, presets });
    const mirrored = new MirroredAccounts(new Mirror(pool), access, logger);
    const lists = new RecordLists({ evaluator, mirrored, mostOwners: 0 });
    const hear = (version: number) => {
      const change = {
        preset: 'ontraport',
        catalogueHash: catalogue.hash,
        from: version - 1,
        version,
        delta: access.delta(version),
      };
      evaluator.changed(access.accountId, change);
      mirrored.changed(access.accountId, change);
    };
    const list = (atLeast = 0) =>
      lists.list(
        { accountId: access.accountId, memberId: asker, permission: 'contacts:view', atLeast },
        async (filter) => {
          expect(filter.reach.kind).toBe('mirrored');
          const { sql, values } = filterSql(filter, { owner: 'owner_id' });
          const { rows } = await pool.query(`select owner_id from records where ${sql}`, [...values]);
          return { version: filter.version, owners: rows.map((row: { owner_id: string }) => row.owner_id).sort() };
        },
      );
    return { list, hear };
  };

  const ownersAt = (accountId: string, version: number): string[] => {
    const account = compile(catalogue, policyAt(accountId, version));
    const isSeen = (ownerId: string) =>
      account.check(
        { memberId: asker, permission: 'contacts:view', record: { type: 'contacts', ownerId } },
        Date.now(),
      );
    return people.filter(isSeen).sort();
  };

  it('is of one version at any instant, while replicas receive changes at different times or not at all', async () => {
    const access = new Access(uuid());
    const replicas = [replica(access), replica(access), replica(access)];
    const listed: number[] = [];
    const change = async () => {
      while (listed.length < 60) {
        // Change as often as a list gets through, however slow the machine. With constant changes no list would.
        const before = listed.length;
        while (listed.length === before) await delay(1);
        access.version += 1;
        const { version } = access;
        for (const [at, { hear }] of replicas.entries()) {
          // The second replica gets it late, the third misses every fourth change.
          if (at === 1) setTimeout(() => hear(version), 5);
          else if (at === 0 || version % 4 !== 0) hear(version);
        }
      }
    };
    const ask = async ({ list }: (typeof replicas)[number]) => {
      while (listed.length < 60) {
        const { version, owners } = await answered(() => list());
        expect(owners).toEqual(ownersAt(access.accountId, version));
        listed.push(version);
      }
    };
    await Promise.all([change(), ...[...replicas, ...replicas].map(ask)]);
    expect(access.version).toBeGreaterThan(10);
    for (const { list } of replicas) expect((await list(access.version)).version).toBe(access.version);
  });

  it('continues from the database after a restart, without loading the account again', async () => {
    const access = new Access(uuid());
    await replica(access).list();
    const { whole } = access.loads;
    access.version = 5;
    expect(await replica(access).list()).toEqual({ version: 5, owners: ownersAt(access.accountId, 5) });
    // The new process reads it for its memory, not for the mirror.
    expect(access.loads.whole).toBe(whole + 1);
    expect(await new Mirror(pool).version(access.accountId)).toBe(5);
  });

  it('is refused where the mirror cannot be brought to the version', async () => {
    const access = new Access(uuid());
    const evaluator = new RosterEvaluator({ source: access, presets });
    // The mirror's source is cut off.
    const cut: SnapshotSource = { load: () => new Promise(() => undefined) };
    const mirrored = new MirroredAccounts(new Mirror(pool), cut, logger);
    const lists = new RecordLists({ evaluator, mirrored, mostOwners: 0 });
    const question = { accountId: access.accountId, memberId: asker, permission: 'contacts:view' };
    const refusal = await lists.list(question, async () => 'asked').catch((error: unknown) => error);
    expect(refusal instanceof RosterError && refusal.code).toBe('check.stale');
    const without = new RecordLists({ evaluator, mostOwners: 3 });
    const tooLarge = await without.list(question, async () => 'asked').catch((error: unknown) => error);
    expect(tooLarge instanceof RosterError && tooLarge.code).toBe('filter.too-large');
    const unknown = { ...question, accountId: uuid() };
    expect(await lists.list(unknown, async (filter) => filterSql(filter, { owner: 'owner_id' }).sql)).toBe('false');
  });
});
