import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askFilter, evaluateChecks, filterChecks, type CheckFilter } from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
let author: string;
let user: string;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'certification' });
  author = await account.member(['author']);
  user = await account.member(['user']);
});
afterAll(() => world.close());

const filter = (memberId: string, permission: string, accountId = account.id) =>
  world.rpc.call(filterChecks, { accountId, memberId, permission });
const asPerson = (asker: string, memberId: string, permission: string) =>
  world.rpc.call(askFilter, { memberId, permission }, account.as(asker));

const dated = { version: expect.any(Number), now: expect.stringMatching(/Z$/) };

describe('A filter', () => {
  it('is nothing, everything, or owners; with one more predicate for each value of a property that matters', async () => {
    await expect(filter(author, 'record:read')).resolves.toEqual({ kind: 'all', ...dated });
    await expect(filter(user, 'record:delete')).resolves.toEqual({ kind: 'none', reason: 'no_grant', ...dated });
    await expect(filter(author, 'record:write')).resolves.toEqual({
      kind: 'owners',
      owners: [author],
      unowned: false,
      predicate: { memberId: author, roleIds: [], teamIds: [], managed: false, unowned: false },
      ...dated,
      variants: [{ property: 'status', value: 'archived', filter: { kind: 'none', reason: 'no_grant', ...dated } }],
    });
  });

  it('of something that is not known is nothing, with the reason', async () => {
    await expect(filter(author, 'record:read', uuidv7())).resolves.toMatchObject({
      kind: 'none',
      reason: 'unknown_account',
    });
    await expect(filter(author, 'record:read', 'no id')).resolves.toMatchObject({ reason: 'unknown_account' });
    await expect(filter(uuidv7(), 'record:read')).resolves.toMatchObject({ reason: 'unknown_member' });
    await expect(filter(author, 'record:fly')).resolves.toMatchObject({ reason: 'unknown_permission' });
  });

  it('agrees with the checks of the same records', async () => {
    const owners = [author, user, account.owner, uuidv7(), null];
    for (const memberId of [author, user, account.owner]) {
      for (const permission of ['record:read', 'record:archive', 'record:delete', 'record:write-archived']) {
        const found = await filter(memberId, permission);
        const { results } = await world.rpc.call(evaluateChecks, {
          accountId: account.id,
          checks: owners.map((ownerId) => ({ memberId, permission, record: { type: 'record', id: '1', ownerId } })),
        });
        expect(owners.map((ownerId) => lets(found, ownerId))).toEqual(results.map(({ allowed }) => allowed));
      }
    }
  });

  it('can be asked for by people: about oneself always, about others with permissions:view', async () => {
    await expect(asPerson(author, author.toUpperCase(), 'record:archive')).resolves.toEqual({
      kind: 'owners',
      owners: [author],
      unowned: false,
      ...dated,
    });
    await expect(asPerson(author, user, 'record:read')).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'permissions:view' },
    });
    await expect(asPerson(account.owner, user, 'record:read')).resolves.toMatchObject({ kind: 'all' });
  });
});

describe('A filter for a permission of a project', () => {
  let model: AccountDouble;
  let worker: string;
  const project = uuidv7();

  beforeAll(async () => {
    model = await world.account({ preset: 'model' });
    worker = await model.memberWith({ 'dialogs:edit': ['own', 'unowned'] });
    await model.insert('insert into projects (account_id, id, name, owner_member_id) values ($1, $2, $3, $4)', [
      project,
      'Apollo',
      model.owner,
    ]);
    await model.insert('insert into project_members (account_id, project_id, member_id) values ($1, $2, $3)', [
      project,
      worker,
    ]);
  });

  it('names the project, where records of another are not reached', async () => {
    const query = { permission: 'dialogs:edit', projectId: project.toUpperCase() };
    const inside = await world.rpc.call(filterChecks, { ...query, memberId: worker, accountId: model.id });
    expect(inside).toMatchObject({ kind: 'owners', owners: [worker], unowned: true, projectId: project });
    await expect(world.rpc.call(askFilter, { ...query, memberId: worker }, model.as(worker))).resolves.toMatchObject({
      kind: 'owners',
      projectId: project,
    });
    // An owner's reach is not limited to a project.
    const owners = await world.rpc.call(filterChecks, { ...query, memberId: model.owner, accountId: model.id });
    expect(owners).toEqual({ kind: 'all', ...dated });
  });

  it('says when the first of its predicates may change', async () => {
    const expiry = (days: number) => new Date(Date.parse('2100-01-01T00:00:00Z') + days * 86_400_000).toISOString();
    const member = await model.memberWith({ 'articles:write': ['own'] });
    await model.insert(
      `insert into member_exceptions (account_id, id, member_id, permission, effect, scope, expires_at)
       values ($1, gen_random_uuid(), $2, 'articles:write', 'allow', '{all}', $3),
         ($1, gen_random_uuid(), $2, 'articles:write-archived', 'allow', '{all}', $4)`,
      [member, expiry(2), expiry(1)],
    );
    const found = await world.rpc.call(filterChecks, {
      accountId: model.id,
      memberId: member,
      permission: 'articles:write',
    });
    expect(found).toMatchObject({ kind: 'all', until: expiry(1), variants: [{ filter: { until: expiry(1) } }] });
  });
});

describe('Owners who are too many to list', () => {
  it('are named by roles to callers who can join, and refused to all others', async () => {
    const crowd = await world.account({ preset: 'model' });
    const memberId = await crowd.memberWith({ 'contacts:view': ['own', 'sameRole'] });
    await crowd.insert(
      `with crowd as (
         insert into members (account_id, id, email, first_name, last_name, status, revision)
         select $1, gen_random_uuid(), n || '@example.com', '', '', 'active', 1 from generate_series(1, 2000) n
         returning id)
       insert into member_roles (account_id, member_id, role_id)
       select $1, crowd.id, h.role_id from crowd, member_roles h where h.account_id = $1 and h.member_id = $2`,
      [memberId],
    );
    const [held] = await world.query<{ roleId: string }>(
      'select role_id as "roleId" from member_roles where account_id = $1 and member_id = $2',
      [crowd.id, memberId],
    );
    const query = { memberId, permission: 'contacts:view' };
    const found = await world.rpc.call(filterChecks, { ...query, accountId: crowd.id });
    expect(found).toMatchObject({ kind: 'owners', predicate: { memberId, roleIds: [held?.roleId] } });
    expect(found).not.toHaveProperty('owners');
    await expect(world.rpc.call(askFilter, query, crowd.as(memberId))).rejects.toMatchObject({
      code: 'filter.too-large',
    });
  });
});

/** Applies the filter as the service that stores the records would. */
function lets({ kind, owners = [], unowned = false }: CheckFilter, ownerId: string | null): boolean {
  if (kind !== 'owners') return kind === 'all';
  return ownerId === null ? unowned : owners.includes(ownerId);
}
