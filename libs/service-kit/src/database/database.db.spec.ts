import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RosterError, serviceUnavailable } from '@roster/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { createNotes, noteWritten } from '../../../../test/harness/notes.js';
import { query } from '../../../../test/harness/statements.js';
import { Outbox } from '../events/outbox.js';
import { afterCommit } from './after-commit.js';
import { dataSource } from './data-source.js';
import { Database, enterAccount } from './database.js';

const [A, B, user] = [randomUUID(), randomUUID(), randomUUID()];
const COUNT = 'select count(*)::int as rows from notes';

let test: TestDatabase;
let source: DataSource;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase({ context: 'identity', migrations: [createNotes('identity')] });
  source = dataSource({ url: test.url, entities: [], poolSize: 4, applicationName: 'test' });
  await source.initialize();
  database = new Database(source);
  for (const [account, rows] of [
    [A, 2],
    [B, 3],
  ] as const) {
    await database.inAccount(account, async (manager) => {
      for (let row = 0; row < rows; row += 1) {
        await manager.query('insert into notes values ($1, $2, $3, $4, $5)', [
          account,
          randomUUID(),
          'ada@example.test',
          user,
          'hash',
        ]);
      }
    });
  }
});

afterAll(async () => {
  await source.destroy();
  await test.drop();
});

const rowsIn = async (manager: { query(sql: string): Promise<unknown> }) => {
  const [row] = (await manager.query(COUNT)) as { rows: number }[];
  return row?.rows;
};

const addRowOfB = (manager: EntityManager) =>
  manager.query('insert into notes (account_id, envelope_id) values ($1, $2)', [B, randomUUID()]);

describe('what a transaction sees', () => {
  it('is nothing without an account', async () => {
    expect(await database.transaction(rowsIn)).toBe(0);
    expect(await rowsIn(source)).toBe(0);
  });

  it('is the rows of its account, and nothing of an account that has none', async () => {
    expect(await database.inAccount(A, rowsIn)).toBe(2);
    expect(await database.inAccount(B, rowsIn)).toBe(3);
    expect(await database.inAccount(randomUUID(), rowsIn)).toBe(0);
  });

  it.each([{ email: 'ada@example.test' }, { userId: user }, { tokenHash: 'hash' }])(
    'is what matches %o',
    async (scope) => {
      expect(await database.through(scope, rowsIn)).toBe(5);
    },
  );

  it.each([{ email: 'eve@example.test' }, { userId: randomUUID() }, { tokenHash: '' }])(
    'is nothing for %o',
    async (scope) => {
      expect(await database.through(scope, rowsIn)).toBe(0);
    },
  );

  it('refuses an account id that is none', async () => {
    await expect(database.inAccount("' or true", rowsIn)).rejects.toThrow(TypeError);
  });
});

describe('what a transaction changes', () => {
  it('is never a row of another account, nor one seen through a scope', async () => {
    const update = "update notes set email = 'mallory@example.test'";
    await database.through({ userId: user }, (manager) => manager.query(update));
    await database.through({ userId: user }, (manager) => manager.query('delete from notes'));
    await database.inAccount(randomUUID(), (manager) => manager.query(update));
    expect(await query(test.adminUrl, "select from notes where email = 'ada@example.test'")).toHaveLength(5);
  });

  it('cannot be a new row of another account', async () => {
    await expect(database.inAccount(A, addRowOfB)).rejects.toThrow(/row-level security/);
    await expect(database.through({ userId: user }, addRowOfB)).rejects.toThrow(/row-level security/);
  });

  it('is rolled back where the work fails', async () => {
    const failing = database.inAccount(A, async (manager) => {
      await manager.query('delete from notes');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await database.inAccount(A, rowsIn)).toBe(2);
  });
});

describe('what waits for the commit', () => {
  it('happens after it, and never after a rollback', async () => {
    const happened: string[] = [];
    await database.transaction(async (manager) => {
      afterCommit(manager, () => happened.push('committed'));
      expect(happened).toEqual([]);
    });
    const failing = database.transaction(async (manager) => {
      afterCommit(manager, () => happened.push('rolled back'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(happened).toEqual(['committed']);
  });

  it('wakes the relay, where an event was recorded', async () => {
    let woken = 0;
    const waking = new Database(source, { onRecorded: () => (woken += 1) });
    await waking.transaction(rowsIn);
    expect(woken).toBe(0);
    await waking.transaction((manager) =>
      new Outbox('identity').record(manager, noteWritten, { subject: user, data: { text: 'x' } }),
    );
    expect(woken).toBe(1);
  });
});

it('leaks no setting to the next user of a connection', async () => {
  const isRight = (index: number) => {
    if (index % 3 === 0) return database.inAccount(A, rowsIn).then((rows) => rows === 2);
    if (index % 3 === 1) return database.inAccount(B, rowsIn).then((rows) => rows === 3);
    return rowsIn(source).then((rows) => rows === 0);
  };
  // More at once than there are connections, but not so many that a slow machine keeps one waiting too long.
  const lanes = Array.from({ length: 30 }, async (_, lane) => {
    const rights: boolean[] = [];
    for (let at = 0; at < 20; at += 1) rights.push(await isRight(lane + at));
    return rights;
  });
  const rights = (await Promise.all(lanes)).flat();
  expect(rights).toHaveLength(600);
  expect(rights.every(Boolean)).toBe(true);
});

describe('a database in trouble', () => {
  it('is service.unavailable when no connection comes free in time', async () => {
    const small = dataSource({ url: test.url, entities: [], poolSize: 1, applicationName: 'test' });
    await small.initialize();
    const runner = small.createQueryRunner();
    await runner.connect();
    await expect(new Database(small).transaction(rowsIn)).rejects.toMatchObject({ code: serviceUnavailable.code });
    await runner.release();
    expect(await new Database(small).transaction(rowsIn)).toBe(0);
    await small.destroy();
  });

  it('is service.unavailable when the connection is cut, with the cause, and works again after it', async () => {
    const cut = database.transaction(async (manager) => {
      const [row] = await manager.query('select pg_backend_pid() as pid');
      await query(test.adminUrl, 'select pg_terminate_backend($1)', [row.pid]);
      return rowsIn(manager);
    });
    const error = await cut.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(RosterError);
    expect(error).toMatchObject({ code: serviceUnavailable.code, cause: expect.any(Error) });
    expect(await database.transaction(rowsIn)).toBe(0);
  });

  it('does not hide an error of the work', async () => {
    await expect(database.transaction((manager) => manager.query('select nonsense'))).rejects.toThrow(/nonsense/);
  });
});

it('runs the work again after a deadlock', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  for (const id of [first, second]) {
    await database.inAccount(A, (manager) =>
      manager.query('insert into notes (account_id, envelope_id) values ($1, $2)', [A, id]),
    );
  }
  let runs = 0;
  let meet!: () => void;
  const met = new Promise<void>((resolve) => (meet = resolve));
  let arrived = 0;
  const lock = (ids: string[]) =>
    database.transaction(async (manager) => {
      runs += 1;
      await enterAccount(manager, A);
      for (const id of ids) {
        await manager.query('update notes set email = null where envelope_id = $1', [id]);
        arrived += 1;
        if (arrived === 2) meet();
        await met;
      }
    });
  await Promise.all([lock([first, second]), lock([second, first])]);
  // On a busy machine both may look for the deadlock at the same moment, and both be ended.
  expect(runs).toBeGreaterThanOrEqual(3);
});
