import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  exportAudit,
  listAudit,
  pastState,
  verifyAudit,
  type AuditQuery,
  type AuditVerification,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { rowHash, type ChainedRow } from '../ledger/chain.js';

let world: AccessWorld;

beforeAll(async () => {
  world = await AccessWorld.create();
});
afterAll(() => world.close());

const list = (account: AccountDouble, query: AuditQuery = {}, by = account.owner) =>
  world.rpc.call(listAudit, query, account.as(by));
const verify = (account: AccountDouble, after?: number): Promise<AuditVerification> =>
  world.rpc.call(verifyAudit, after === undefined ? {} : { after }, account.as(account.owner));

async function presentVersion(account: AccountDouble): Promise<number> {
  const [row] = await world.query<{ version: number }>('select version::int from accounts where id = $1', [account.id]);
  return row?.version ?? 0;
}

describe('The audit trail', () => {
  let account: AccountDouble;
  let editor: string;
  let versions: number[];

  beforeAll(async () => {
    account = await world.account();
    editor = await account.member(['editor'], { firstName: 'Ed', lastName: 'Itor', email: 'ed@example.com' });
    versions = [];
    for (const slug of ['contributor', 'read-only', 'editor']) {
      versions.push((await account.setRoles(account.owner, editor, [slug])).version);
    }
  });

  it('has exactly one entry for each change that was answered', async () => {
    const { items, nextCursor } = await list(account, { limit: 200 });
    expect(nextCursor).toBeNull();
    const all = Array.from({ length: await presentVersion(account) }, (_, n) => n + 1);
    expect(items.map(({ version }) => version)).toEqual(all.toReversed());
    expect(items.filter(({ action }) => action === 'member.roles-set').map(({ version }) => version)).toEqual(
      versions.toReversed(),
    );
  });

  it('says who did what to whom, before and after, with present names', async () => {
    const { items, names } = await list(account, { limit: 1 });
    const [entry] = items;
    expect(names).toMatchObject({
      [editor]: 'Ed Itor',
      [account.role('read-only')]: 'Read only',
      [account.role('editor')]: 'Editor',
    });
    const owner = { kind: 'member', id: account.owner, name: 'Ada Lovelace', email: `${account.owner}@example.com` };
    expect(entry).toMatchObject({
      version: versions.at(-1),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: owner,
      action: 'member.roles-set',
      target: { type: 'member', id: editor, name: 'Ed Itor' },
      summary: 'Ada Lovelace changed the roles of Ed Itor',
      requestId: expect.any(String),
      hash: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(entry?.parts).toEqual([
      {
        kind: 'member',
        id: editor,
        before: expect.objectContaining({ roleIds: [account.role('read-only')] }),
        after: expect.objectContaining({ roleIds: [account.role('editor')] }),
      },
    ]);
    expect(JSON.stringify(entry?.parts)).not.toMatch(/Ed|example\.com/);
  });

  it('forgets the name of a deleted member, and nothing else', async () => {
    const leaver = await account.member(['editor'], { firstName: 'Lea', lastName: 'Ver' });
    await account.takeAway(account.owner, leaver, 'deleted');
    const { items } = await list(account, { target: [leaver.toUpperCase()] });
    expect(items.map(({ action }) => action)).toEqual(['member.deleted', 'member.active']);
    expect(items[0]).toMatchObject({
      target: { type: 'member', id: leaver },
      summary: 'Ada Lovelace deleted somebody who is no longer here',
    });
    expect(JSON.stringify(items)).not.toContain('Lea');
  });

  it('is filtered by actor, target, action and time, and continues after a cursor', async () => {
    const versionsOf = async (query: AuditQuery) => (await list(account, query)).items.map(({ version }) => version);
    const mine = { actor: [account.owner], action: ['member.roles-set'] };
    await expect(versionsOf(mine)).resolves.toEqual(versions.toReversed());
    await expect(versionsOf({ ...mine, target: [account.owner] })).resolves.toEqual([]);
    await expect(versionsOf({ actor: ['identity'], action: ['member.roles-set'] })).resolves.toEqual([]);
    const { items } = await list(account, mine);
    const at = (items[1]?.at ?? '').replace('Z', '+00:00');
    const since = await versionsOf({ ...mine, from: at });
    const until = await versionsOf({ ...mine, to: at });
    expect([...since, ...until]).toEqual(versions.toReversed());
    expect(since).toContain(versions[1]);

    const first = await list(account, { ...mine, limit: 2 });
    const second = await list(account, { ...mine, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual(versions.toReversed());
    expect(second.nextCursor).toBeNull();
    for (const query of [{ cursor: 'x' }, { from: 'yesterday' }, { to: '2026-11-23' }, { limit: 1_000 }]) {
      await expect(list(account, query)).rejects.toMatchObject({ code: 'request.invalid' });
    }
  });

  it.each([
    'accepts no time such as %s',
    '2026-031T12:00:00Z',
    '2026-01-31T12Z',
    '2026-01T12:00:00Z',
    '+2026-01-31T12:00:00Z',
    '2026-01-31T12:00:00,5Z',
    '20260131T120000Z',
    '2026-02-30T12:00:00Z',
    '0000-01-01T00:00:00Z',
  ])('knows no time by the name of %s', async (time) => {
    const refused = expect.objectContaining({ code: 'request.invalid' });
    await expect(list(account, { from: time })).rejects.toEqual(refused);
    const past = { memberId: account.owner, at: time };
    await expect(world.rpc.call(pastState, past, account.as(account.owner))).rejects.toEqual(refused);
  });

  it('accepts every valid offset', async () => {
    for (const offset of ['+23:59', '-23:59', 'Z']) {
      const { items } = await list(account, { from: `2026-01-31T12:00:00.123456${offset}`, limit: 1 });
      expect(items).toHaveLength(1);
    }
  });

  it('shows a person without a name by their address', async () => {
    const invited = { firstName: '', lastName: '', status: 'invited', email: 'new@example.com' } as const;
    const newcomer = await account.member(['editor'], invited);
    const [entry] = (await list(account, { target: [newcomer] })).items;
    expect(entry).toMatchObject({
      target: { type: 'member', id: newcomer, name: 'new@example.com' },
      summary: 'The identity service invited new@example.com',
    });
  });

  it('is shown to those who may see it, and exported by those who may export it, in their own account', async () => {
    const denied = expect.objectContaining({ code: 'permission.denied' });
    await expect(list(account, {}, editor)).rejects.toEqual(denied);
    await expect(world.rpc.call(exportAudit, {}, account.as(editor))).rejects.toEqual(denied);
    await expect(world.rpc.call(exportAudit, {}, account.as(account.owner))).resolves.toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ target: expect.objectContaining({ id: editor }) })]),
    });
    const other = await world.account();
    const { items } = await list(other, { target: [editor] });
    expect(items).toEqual([]);
  });

  it('fits each page into a message, and never gives an entry twice', async () => {
    const large = await world.account();
    const filler = JSON.stringify([
      { kind: 'role', id: uuidv7(), before: null, after: { filler: 'x'.repeat(120_000) } },
    ]);
    const tooLarge = filler.replace('x', 'x'.repeat(20_000));
    const start = await presentVersion(large);
    const rows = [filler, filler, filler, filler, filler, tooLarge];
    for (const [n, parts] of rows.entries()) {
      await world.query(
        `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, request_id,
           previous_hash, hash) values ($1::uuid, $2, now(), '{"kind":"service","name":"test"}', 'x', 'account', $1::uuid::text, $3,
           'test', '', '')`,
        [large.id, start + 1 + n, parts],
      );
    }
    const first = await list(large, { action: ['x'] });
    expect(first.items.map(({ version }) => version - start)).toEqual([6, 5, 4, 3, 2]);
    expect(first.items[0]).toMatchObject({ parts: [], partsOmitted: true });
    const second = await list(large, { action: ['x'], cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ version }) => version - start)).toEqual([1]);
  });
});

describe('Verification', () => {
  /** The account after a manipulation of its ledger by SQL, as the database's administrator. */
  async function after(sql: string, parameters: unknown[] = []) {
    const account = await world.account();
    const member = await account.member(['editor']);
    for (const slug of ['contributor', 'editor', 'contributor']) await account.setRoles(account.owner, member, [slug]);
    const last = await presentVersion(account);
    await expect(verify(account)).resolves.toEqual({
      intact: true,
      checked: last,
      head: expect.stringMatching(/^[\da-f]{64}$/),
      next: null,
      state: { checked: expect.any(Number), count: 0, differs: [] },
    });
    await world.query(sql, [account.id, ...parameters]);
    return { account, last };
  }

  it.each([
    ['the actor', `actor = '{"kind":"service","name":"nobody"}'`],
    ['the action', `action = 'member.revoked'`],
    ['the target', `target_id = gen_random_uuid()::text`],
    ['the time', `at = at - interval '1 second'`],
    ['the time, by less than a millisecond', `at = at + interval '1 microsecond'`],
    ['the parts', `parts = '[]'`],
    ['the hash before', `previous_hash = hash`],
    ['the hash', `hash = previous_hash`],
    ['the request', `request_id = 'another'`],
    ['the address of origin', `address = '192.0.2.1'`],
    ['the program that was used', `user_agent = 'another'`],
    ['what evaluators apply', `delta = jsonb_set(delta, '{status}', '"suspended"')`],
    ['what evaluators apply, by removing it,', `delta = null`],
    ['the seal', `seal = jsonb_set(seal, '{signature}', '""')`],
    ['the format', `format = 1`],
    ['whether it is shown', `is_act = false`],
    ['its id', `id = gen_random_uuid()`],
  ])('names the entry in which %s was changed (P14)', async (_, change) => {
    const { account } = await after(`update changes set ${change} where account_id = $1 and version = 3`);
    await expect(verify(account)).resolves.toMatchObject({ intact: false, brokenAt: 3, checked: 2, next: null });
  });

  it('names a missing entry, in the middle and at the end, and one that never existed', async () => {
    const middle = await after('delete from changes where account_id = $1 and version = 2');
    await expect(verify(middle.account)).resolves.toMatchObject({ intact: false, brokenAt: 2, checked: 1 });
    const end = await after('delete from changes where account_id = $1 and version >= 4');
    await expect(verify(end.account)).resolves.toMatchObject({ intact: false, brokenAt: 4, checked: 3 });
    const padded = await after(
      `insert into changes (account_id, version, at, actor, action, target_type, target_id, parts, delta, request_id,
         previous_hash, hash) select account_id, version + 1, at, actor, action, target_type, target_id, parts, delta,
         request_id, hash, hash from changes where account_id = $1 order by version desc limit 1`,
    );
    await expect(verify(padded.account)).resolves.toMatchObject({ intact: false, brokenAt: padded.last + 1 });
  });

  it('finds entries that were rewritten with new hashes, as long as one of the old hashes is left', async () => {
    const { account, last } = await after(
      `update changes set action = 'member.revoked' where account_id = $1 and version = 3`,
    );
    await rechain(account, 3, 3);
    await expect(verify(account)).resolves.toMatchObject({ intact: false, brokenAt: 4, checked: 3 });
    await rechain(account, 4, last);
    // Nothing in the database reveals it any more; a head that was kept elsewhere does.
    await expect(verify(account)).resolves.toMatchObject({ intact: true });
    await world.query('delete from changes where account_id = $1 and version = 2', [account.id]);
    await rechain(account, 3, last);
    await expect(verify(account)).resolves.toMatchObject({ intact: false, brokenAt: 2 });
  });

  /** Gives these entries the hashes that would fit their content. */
  async function rechain({ id }: AccountDouble, from: number, to: number): Promise<void> {
    const rows = await world.query<ChainedRow & { hash: string }>(
      `select account_id as "accountId", version::int, step, id,
         to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor, action,
         target_type as "targetType", target_id as "targetId", parts, delta, seal, address, user_agent as "userAgent",
         is_act as "isAct", request_id as "requestId", hash
       from changes where account_id = $1 order by version, step`,
      [id],
    );
    let previousHash = '';
    for (const row of rows) {
      const hash = row.version >= from && row.version <= to ? rowHash(previousHash, row) : row.hash;
      if (hash !== row.hash) {
        await world.query('update changes set previous_hash = $3, hash = $4 where account_id = $1 and version = $2', [
          id,
          row.version,
          previousHash,
          hash,
        ]);
      }
      previousHash = hash;
    }
  }

  it('can continue where it stopped', async () => {
    const { account, last } = await after('select $1');
    await expect(verify(account, 2)).resolves.toMatchObject({ intact: true, checked: last - 2, next: null });
    await world.query('delete from changes where account_id = $1 and version = 2', [account.id]);
    await expect(verify(account, 2)).resolves.toMatchObject({ intact: false, brokenAt: 2 });
    await expect(verify(account, 1e30)).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('holds for the service’s own login: it can add entries, and change or delete none', async () => {
    const { account } = await after('select $1');
    for (const sql of [`update changes set action = 'x'`, 'delete from changes']) {
      await expect(world.query(sql, [], world.test.url)).rejects.toThrow(/permission denied/);
    }
    await expect(verify(account)).resolves.toMatchObject({ intact: true });
  });
});
