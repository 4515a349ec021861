import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idempotencyKeyReused, type CallContext, type NamedCaller } from '@roster/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { createNotes } from '../../../../test/harness/notes.js';
import { query } from '../../../../test/harness/statements.js';
import { compete } from '../../../../test/harness/once-of-many.js';
import { RIVALS } from '../../../../test/harness/scale.js';
import { dataSource } from './data-source.js';
import { Database, enterAccount } from './database.js';
import { Idempotency } from './idempotency.js';

const contract = { subject: 'rpc.identity.note.write' };
const account = randomUUID();
const idempotency = new Idempotency();

let test: TestDatabase;
let source: DataSource;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase({ context: 'identity', migrations: [createNotes('identity')] });
  source = dataSource({ url: test.url, entities: [], poolSize: 12, applicationName: 'test' });
  await source.initialize();
  database = new Database(source);
});

afterAll(async () => {
  await source.destroy();
  await test.drop();
});

const called = (over: Partial<CallContext> = {}): CallContext => ({
  requestId: randomUUID(),
  accountId: account,
  idempotencyKey: randomUUID(),
  actor: { kind: 'session', memberId: randomUUID(), userId: randomUUID(), sessionId: randomUUID() },
  ...over,
});

const addNote = async (manager: EntityManager) => {
  const id = randomUUID();
  await manager.query('insert into notes (account_id, envelope_id) values ($1, $2)', [account, id]);
  return { id };
};

const write = (call: CallContext, input: object, work = addNote) =>
  database.inAccount(account, (manager) => idempotency.run(manager, call, contract, input, () => work(manager)));

const failing = () => Promise.reject(new Error('no'));

const effects = async () => (await query(test.adminUrl, 'select from notes')).length;

describe('a command with an idempotency key', () => {
  it('has one effect and one answer, however often it is sent at the same time', async () => {
    const call = called();
    const ids = new Set<string>();
    const attempt = async () => ids.add((await write(call, { text: 'x', to: ['a'] })).id);
    expect(await compete({ attempt, effects })).toMatchObject({ effects: 1, told: RIVALS, refusals: [] });
    const { id } = await write(call, { to: ['a'], text: 'x' });
    expect([...ids]).toEqual([id]);
  });

  it('is refused with another body', async () => {
    const call = called();
    await write(call, { text: 'x' });
    await expect(write(call, { text: 'y' })).rejects.toMatchObject({ code: idempotencyKeyReused.code });
  });

  it('is another command for another actor, account or contract', async () => {
    const call = called();
    const { id } = await write(call, { text: 'x' });
    const other = { ...call, actor: called().actor! };
    expect((await write(other, { text: 'y' })).id).not.toBe(id);
  });

  it('is another command for another service, and for the same one in another account', async () => {
    const keeper = (name: string): NamedCaller => ({ name, kind: 'keeper', recordTypes: 'all', accounts: 'all' });
    const { idempotencyKey = '' } = called();
    const from = (name: string): CallContext => ({ requestId: randomUUID(), idempotencyKey, caller: keeper(name) });
    const { id } = await write(from('crm'), { accountId: account, text: 'x' });
    expect((await write(from('crm'), { accountId: account, text: 'x' })).id).toBe(id);
    expect((await write(from('files'), { accountId: account, text: 'y' })).id).not.toBe(id);
    const elsewhere = randomUUID();
    const there = await database.inAccount(elsewhere, (manager) =>
      idempotency.run(manager, from('crm'), contract, { accountId: elsewhere, text: 'z' }, () =>
        Promise.resolve({ id: elsewhere }),
      ),
    );
    expect(there.id).toBe(elsewhere);
  });

  it('may be sent again after it failed', async () => {
    const call = called();
    await expect(write(call, { text: 'x' }, failing)).rejects.toThrow('no');
    expect(await write(call, { text: 'x' })).toEqual({ id: expect.any(String) });
  });

  it('takes the place of one in flight that rolls back', async () => {
    const call = called();
    let fail!: () => void;
    const begun = new Promise<void>((resolve) => {
      void write(call, { text: 'x' }, async () => {
        resolve();
        await new Promise<void>((go) => (fail = go));
        throw new Error('rolled back');
      }).catch(() => undefined);
    });
    await begun;
    const second = write(call, { text: 'x' });
    fail();
    expect(await second).toEqual({ id: expect.any(String) });
  });

  it('works for a public endpoint that makes an account on its way', async () => {
    const { actor: _actor, accountId: _account, ...visitor } = called();
    const signUp = () =>
      database.transaction((manager) =>
        idempotency.run(manager, visitor, contract, { name: 'Acme' }, async () => {
          const id = randomUUID();
          await enterAccount(manager, id);
          return { id };
        }),
      );
    expect(await signUp()).toEqual(await signUp());
  });
});

it('does the work each time without a key', async () => {
  const { idempotencyKey: _key, ...call } = called();
  const [first, second] = [await write(call, {}), await write(call, {})];
  expect(first.id).not.toBe(second.id);
});

it('stores neither the key nor a hash that could be guessed from', async () => {
  const call = called();
  await write(call, { password: 'a password that is easy to guess' });
  const rows = JSON.stringify(await query(test.adminUrl, 'select * from idempotency_keys'));
  expect(rows).not.toContain(call.idempotencyKey);
});
