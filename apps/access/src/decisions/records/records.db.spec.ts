import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askChecks, deleteRecord, evaluateChecks, getRecord, putRecord, type RecordInput } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
let author: string;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'certification' });
  author = await account.member(['author']);
});
afterAll(() => world.close());

const key = { type: 'record', id: 'a b/1' };

const put = (record: Partial<RecordInput>, by: AccountDouble = account) =>
  world.rpc.call(putRecord, { ...key, ownerId: null, ...record }, by.as(by.owner));
const get = (id = key.id, by: AccountDouble = account) =>
  world.rpc.call(getRecord, { type: key.type, id }, by.as(by.owner));

describe('The register', () => {
  it('keeps the last state of a record, and forgets it on request', async () => {
    const version = await account.version();
    const properties = { status: 'archived', stars: 3, pinned: false };
    await expect(put({ ownerId: author.toUpperCase(), properties })).resolves.toMatchObject({ ownerId: author });
    await expect(get()).resolves.toEqual({
      ...key,
      ownerId: author,
      projectId: null,
      properties,
      updatedAt: expect.stringMatching(/Z$/),
    });
    await put({});
    await expect(get()).resolves.toMatchObject({ ownerId: null, properties: {} });
    await expect(world.rpc.call(deleteRecord, key, account.as(account.owner))).resolves.toEqual({});
    await expect(get()).rejects.toMatchObject({ code: 'record.not-found' });
    await expect(world.rpc.call(deleteRecord, key, account.as(account.owner))).rejects.toMatchObject({
      code: 'record.not-found',
    });
    await expect(account.version()).resolves.toBe(version);
  });

  it.each([
    [{ type: 'rockets' }, 'record-type.not-found'],
    [{ type: 'members' }, 'record-type.not-found'],
    [{ ownerId: uuidv7() }, 'member.not-found'],
    [{ projectId: uuidv7() }, 'project.not-found'],
    [{ ownerId: 'me' }, 'request.invalid'],
    [{ id: 'x'.repeat(201) }, 'request.invalid'],
    [{ properties: { deep: {} } }, 'request.invalid'],
    [{ properties: { long: 'x'.repeat(5_000) } }, 'request.invalid'],
    [{ properties: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, n])) }, 'request.invalid'],
  ])('refuses %j: %s', async (record, code) => {
    await expect(put(record)).rejects.toMatchObject({ code });
  });

  it('accepts no owners who are deleted, and nothing of other accounts', async () => {
    const gone = await account.member(['author']);
    await account.takeAway(account.owner, gone, 'deleted');
    await expect(put({ ownerId: gone })).rejects.toMatchObject({ code: 'member.not-found' });
    const other = await world.account({ preset: 'certification' });
    await expect(put({ ownerId: author }, other)).rejects.toMatchObject({ code: 'member.not-found' });
    await put({ id: 'shared', ownerId: author });
    await expect(get('shared', other)).rejects.toMatchObject({ code: 'record.not-found' });
    await put({ id: 'shared' }, other);
    await expect(get('shared')).resolves.toMatchObject({ ownerId: author });
  });

  it('is for those who have the permission', async () => {
    await put({ id: 'guarded' });
    const record = { type: 'record', id: 'guarded' };
    const denied = expect.objectContaining({ code: 'permission.denied' });
    await expect(world.rpc.call(putRecord, { ...record, ownerId: author }, account.as(author))).rejects.toEqual(denied);
    await expect(world.rpc.call(getRecord, record, account.as(author))).rejects.toEqual(denied);
    await expect(world.rpc.call(deleteRecord, record, account.as(author))).rejects.toEqual(denied);
  });

  it('runs a command that is sent twice with one key once', async () => {
    const once = { ...account.as(account.owner), idempotencyKey: uuidv7() };
    const record = { type: 'record', id: 'once', ownerId: null };
    const first = await world.rpc.call(putRecord, record, once);
    await put({ id: 'once', ownerId: author });
    await expect(world.rpc.call(putRecord, record, once)).resolves.toEqual(first);
    await expect(get('once')).resolves.toMatchObject({ ownerId: author });
  });
});

describe('Who may register an owner', () => {
  const record = { type: 'contacts', id: 'lead' };
  let model: AccountDouble;
  let clerk: string;
  let seller: string;
  let manager: string;
  const tell = (by: string, ownerId: string | null, rest: Partial<RecordInput> = {}) =>
    world.rpc.call(putRecord, { ...record, ownerId, ...rest }, model.as(by));
  const above = (permission: string) =>
    expect.objectContaining({ code: 'privilege.above-own', details: { reach: { permission } } });

  beforeAll(async () => {
    model = await world.account({ preset: 'model' });
    clerk = await model.memberWith({ 'records:edit': true, 'contacts:edit': ['own'], 'dialogs:edit': ['own'] });
    seller = await model.memberWith({ 'contacts:edit': ['own'] });
    manager = await model.memberWith({ 'records:edit': true, 'contacts:edit': ['all'], 'contacts:delete': ['all'] });
  });

  it('does not let the caller reach records of others by that', async () => {
    await tell(clerk, seller);
    await expect(tell(clerk, clerk)).rejects.toEqual(above('contacts:view'));
    await expect(tell(clerk, model.owner)).resolves.toMatchObject({ ownerId: model.owner });
    // A record without an owner, a record of their own, and a record that they reach anyway may be taken.
    await tell(clerk, null);
    await tell(clerk, clerk);
    await tell(manager, manager);
    await tell(model.owner, model.owner);
  });

  it('does not help an API key or its maker either: both are checked (S51)', async () => {
    const service = await model.memberWith({ 'records:edit': true, 'contacts:edit': ['own'] });
    const keyOf = (makerId: string) => ({
      accountId: model.id,
      actor: { kind: 'api-key', memberId: service, keyId: uuidv7(), makerId, permissions: null } as const,
    });
    const id = uuidv7();
    const hand = (makerId: string, ownerId: string) =>
      world.rpc.call(putRecord, { ...record, id, ownerId }, keyOf(makerId));
    await tell(model.owner, seller, { id });
    await expect(hand(clerk, clerk)).rejects.toEqual(above('contacts:view'));
    await expect(hand(clerk, service)).rejects.toEqual(above('contacts:view'));
    await expect(hand(clerk, model.owner)).resolves.toMatchObject({ ownerId: model.owner });
    await expect(hand(model.owner, clerk)).resolves.toMatchObject({ ownerId: clerk });
  });

  it('does not help by forgetting the owner either', async () => {
    const remover = await model.memberWith({ 'records:edit': true, 'records:delete': true, 'contacts:edit': ['own'] });
    const forget = (id: string) => world.rpc.call(deleteRecord, { ...record, id }, model.as(remover));
    const [theirs, own, fresh] = [uuidv7(), uuidv7(), uuidv7()];
    await tell(model.owner, seller, { id: theirs, properties: { status: 'open' } });
    await forget(theirs);
    await expect(forget(theirs)).rejects.toMatchObject({ code: 'record.not-found' });
    await expect(tell(remover, remover, { id: theirs })).rejects.toEqual(above('contacts:view'));
    await expect(world.rpc.call(getRecord, { ...record, id: theirs }, model.as(model.owner))).rejects.toMatchObject({
      code: 'record.not-found',
    });
    await expect(world.query('select properties from records where id = $1', [theirs])).resolves.toEqual([
      { properties: {} },
    ]);
    await expect(tell(remover, seller, { id: theirs })).resolves.toMatchObject({ ownerId: seller });
    await expect(world.rpc.call(getRecord, { ...record, id: theirs }, model.as(model.owner))).resolves.toMatchObject({
      ownerId: seller,
    });
    // A record that was theirs, or was never registered, may be registered as theirs.
    await tell(model.owner, remover, { id: own });
    await forget(own);
    await tell(remover, remover, { id: own });
    await expect(tell(remover, remover, { id: fresh })).resolves.toMatchObject({ ownerId: remover });
  });

  it('does not let them reach records for longer than before', async () => {
    const deputy = await model.memberWith({ 'records:edit': true, 'contacts:view': ['own'] });
    await model.insert(
      `insert into member_exceptions (account_id, id, member_id, permission, effect, scope, expires_at)
       values ($1, gen_random_uuid(), $2, 'contacts:view', 'allow', '{all}', clock_timestamp() + interval '1 hour')`,
      [deputy],
    );
    await tell(model.owner, seller);
    await expect(tell(deputy, deputy)).rejects.toEqual(above('contacts:view'));
  });

  it('does not help by way of a project either, unless the project is theirs', async () => {
    const projects = { of: uuidv7(), elsewhere: uuidv7() };
    for (const [id, owner] of [
      [projects.of, clerk],
      [projects.elsewhere, model.owner],
    ]) {
      await model.insert(`insert into projects (account_id, id, name, owner_member_id) values ($1, $2, 'P', $3)`, [
        id,
        owner,
      ]);
    }
    const dialog = { type: 'dialogs', id: 'talk' };
    await model.insert('insert into project_members (account_id, project_id, member_id) values ($1, $2, $3)', [
      projects.elsewhere,
      clerk,
    ]);
    const move = (ownerId: string, projectId?: string) =>
      tell(clerk, ownerId, { ...dialog, ...(projectId && { projectId }) });
    await move(seller);
    await expect(move(clerk, projects.elsewhere)).rejects.toEqual(above('dialogs:edit'));
    await move(seller, projects.of);
  });

  it('does not help by being first at the same time', async () => {
    const ids = Array.from({ length: 20 }, () => uuidv7());
    const owners = await Promise.all(
      ids.map(async (id) => {
        await Promise.allSettled([tell(model.owner, seller, { id }), tell(clerk, clerk, { id })]);
        return (await world.rpc.call(getRecord, { ...record, id }, model.as(model.owner))).ownerId;
      }),
    );
    expect(owners).toEqual(ids.map(() => seller));
  });
});

describe('A check of a registered record', () => {
  const asked = (id: string, record: object = {}, permission = 'record:write', rest: object = {}) => ({
    memberId: author,
    permission,
    record: { type: 'record', id, ...record },
    ...rest,
  });
  const reasons = async (...checks: ReturnType<typeof asked>[]) => {
    const { results } = await world.rpc.call(evaluateChecks, { accountId: account.id, checks });
    return results.map(({ reason }) => reason);
  };

  beforeAll(async () => {
    await put({ id: 'own', ownerId: author, properties: { status: 'active' } });
    await put({ id: 'old', ownerId: author, properties: { status: 'archived' } });
    await put({ id: 'theirs', ownerId: account.owner, properties: { status: 'active' } });
  });

  it('takes from the register what it does not contain itself', async () => {
    await expect(reasons(asked('own'), asked('old'), asked('theirs'), asked('unheard-of'))).resolves.toEqual([
      'in_scope',
      'no_grant',
      'out_of_scope',
      'property_required',
    ]);
    await expect(
      reasons(
        asked('theirs', { ownerId: author.toUpperCase() }),
        asked('theirs', { properties: { ownerID: author.toUpperCase() } }),
        asked('own', { ownerId: null }),
        asked('old', { properties: { status: 'active' } }),
        asked('unheard-of', { properties: { status: 'active' } }),
        asked('own', {}, 'record:delete'),
        asked('theirs', {}, 'record:delete', { actionProperties: { soft: true } }),
        asked('own', {}, 'record:delete', { actionProperties: { soft: true } }),
      ),
    ).resolves.toEqual([
      'in_scope',
      'in_scope',
      'out_of_scope',
      'in_scope',
      'owner_unknown',
      'in_scope',
      'out_of_scope',
      'in_scope',
    ]);
  });

  it('shows that a variant was chosen, and what would change the answer', async () => {
    const { results } = await world.rpc.call(
      askChecks,
      { checks: [asked('old'), asked('unheard-of')], explain: true },
      account.as(author),
    );
    expect(results[0]?.trace?.[0]).toMatchObject({
      step: '0',
      outcome: 'passed',
      detail: 'asked as record:write-archived',
    });
    expect(results[0]?.remedies).toContainEqual([
      { kind: 'grant', permission: 'record:write-archived', scope: ['own'] },
    ]);
    expect(results[1]).toMatchObject({ trace: [{ step: '0', outcome: 'property_required' }], remedies: [] });
  });

  it('takes nothing from a record that was deleted', async () => {
    await put({ id: 'gone', ownerId: author, properties: { status: 'active' } });
    await expect(reasons(asked('gone'))).resolves.toEqual(['in_scope']);
    await world.rpc.call(deleteRecord, { type: 'record', id: 'gone' }, account.as(account.owner));
    await expect(reasons(asked('gone'), asked('gone', { properties: { status: 'active' } }))).resolves.toEqual([
      'property_required',
      'owner_unknown',
    ]);
  });

  it('does not look into the register where that could not matter', async () => {
    const sent = { ownerId: author, properties: { status: 'active' } };
    await world.query('alter table records rename to records_away');
    try {
      await expect(reasons(asked('own', sent), asked('own', sent, 'members:view'))).resolves.toEqual([
        'in_scope',
        'no_grant',
      ]);
      await expect(reasons(asked('own'))).rejects.toMatchObject({ code: 'internal' });
    } finally {
      await world.query('alter table records_away rename to records');
    }
  });
});
