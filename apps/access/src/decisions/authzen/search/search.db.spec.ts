import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deleteRecord,
  evaluateAuthzenBatch,
  putRecord,
  searchAuthzenActions,
  searchAuthzenResources,
  searchAuthzenSubjects,
  type AuthzenFoundEntities,
  type AuthzenResourceSearch,
  type RecordInput,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../../test/access/access-world.js';

let world: AccessWorld;
let account: AccountDouble;
let seller: string;
let colleague: string;
let stranger: string;
let project: string;
const everyId: string[] = [];

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account({ preset: 'model' });
  seller = await account.memberWith({
    'contacts:view': ['own', 'unowned'],
    'contacts:edit': ['own'],
    'dialogs:edit': ['own'],
    'tasks:cancel': true,
  });
  colleague = await account.memberWith({ 'contacts:view': ['own'] }, { email: 'carl@example.com' });
  stranger = await account.memberWith({});
  project = uuidv7();
  await account.insert('insert into projects (account_id, id, name, owner_member_id) values ($1, $2, $3, $4)', [
    project,
    'Apollo',
    account.owner,
  ]);
  await account.insert('insert into project_members (account_id, project_id, member_id) values ($1, $2, $3)', [
    project,
    seller,
  ]);
  const owners = [seller, colleague, account.owner, null];
  for (let n = 0; n < 12; n += 1) {
    const id = `contact ${String(n).padStart(2, '0')}`;
    everyId.push(id);
    await register({ type: 'contacts', id, ownerId: owners[n % 4] ?? null });
  }
  await register({ type: 'dialogs', id: 'inside', ownerId: seller, projectId: project });
  await register({ type: 'dialogs', id: 'outside', ownerId: seller });
});
afterAll(() => world.close());

const register = (record: RecordInput) => world.rpc.call(putRecord, record, account.as(account.owner));

const member = (id: string) => ({ type: 'member', id });
/** A token for the same search, with another limit and place. */
function forged(token: string, limit: number, after: string): string {
  const [search] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string];
  return Buffer.from(JSON.stringify([search, limit, after])).toString('base64url');
}
const idsOf = ({ results }: AuthzenFoundEntities) => results.map(({ id }) => id);

const resources = (
  memberId: string,
  action: string,
  resource: AuthzenResourceSearch['resource'] = { type: 'contacts' },
  rest: object = {},
  as = account.owner,
) =>
  world.rpc.call(
    searchAuthzenResources,
    { subject: member(memberId), action: { name: action }, resource, ...rest },
    account.as(as),
  );

describe('A resource search', () => {
  it('finds what evaluations allow, and nothing else', async () => {
    for (const memberId of [seller, colleague, stranger, account.owner]) {
      for (const action of ['view', 'edit', 'delete']) {
        const { evaluations = [] } = await world.rpc.call(
          evaluateAuthzenBatch,
          {
            subject: member(memberId),
            action: { name: action },
            evaluations: everyId.map((id) => ({ resource: { type: 'contacts', id } })),
          },
          account.as(account.owner),
        );
        const allowed = everyId.filter((_, index) => evaluations[index]?.decision);
        expect(idsOf(await resources(memberId, action))).toEqual(allowed);
      }
    }
    expect(idsOf(await resources(seller, 'view'))).toHaveLength(6);
  });

  it('decides about each record in the project that it is registered with', async () => {
    expect(idsOf(await resources(seller, 'edit', { type: 'dialogs' }))).toEqual(['inside']);
    expect(idsOf(await resources(seller, 'edit', { type: 'dialogs', properties: { projectId: project } }))).toEqual([
      'inside',
      'outside',
    ]);
    expect(idsOf(await resources(seller, 'edit', { type: 'dialogs', properties: { projectId: uuidv7() } }))).toEqual(
      [],
    );
  });

  it('is limited by an owner, under any of their names', async () => {
    const of = (ownerId: unknown) => ({ type: 'contacts', properties: { ownerId } });
    const carls = everyId.filter((_, n) => n % 4 === 1);
    expect(idsOf(await resources(account.owner, 'view', of(colleague)))).toEqual(carls);
    expect(idsOf(await resources(account.owner, 'view', of('Carl@example.com')))).toEqual(carls);
    expect(idsOf(await resources(seller, 'view', of(null)))).toEqual(everyId.filter((_, n) => n % 4 === 3));
    expect(idsOf(await resources(seller, 'view', of(colleague)))).toEqual([]);
    expect(idsOf(await resources(account.owner, 'view', of('nobody@example.com')))).toEqual([]);
  });

  it('finds nothing that was deleted', async () => {
    const found = () => resources(seller, 'edit', { type: 'contacts', properties: { ownerId: seller } });
    const contact = { type: 'contacts', id: 'short-lived' };
    await register({ ...contact, ownerId: seller });
    expect(idsOf(await found())).toContain(contact.id);
    await world.rpc.call(deleteRecord, contact, account.as(account.owner));
    expect(idsOf(await found())).not.toContain(contact.id);
  });

  it('treats a property that is null as one that was not sent', async () => {
    const article = { type: 'articles', id: 'short-lived' };
    const found = async () =>
      idsOf(await resources(account.owner, 'write', { type: article.type, properties: { status: null } }));
    await register({ ...article, ownerId: account.owner, properties: { status: 'open' } });
    await expect(found()).resolves.toEqual([article.id]);
    await world.rpc.call(deleteRecord, article, account.as(account.owner));
  });

  it('continues from page to page, with the limit of the first one', async () => {
    const seen: string[] = [];
    let page: object = { limit: 5 };
    for (const length of [5, 5, 2]) {
      const found = await resources(account.owner, 'view', { type: 'contacts' }, { page });
      expect(found.results).toHaveLength(length);
      seen.push(...idsOf(found));
      page = { token: found.page.next_token };
    }
    expect(seen).toEqual(everyId);
    expect(page).toEqual({ token: '' });
    const none = await resources(account.owner, 'view', { type: 'contacts' }, { page: { limit: 0 } });
    expect(none).toMatchObject({ results: [], page: { next_token: expect.stringMatching(/./) } });
    const greedy = await resources(account.owner, 'view', { type: 'contacts' }, { page: { limit: 1e9 } });
    expect(idsOf(greedy)).toEqual(everyId);
  });

  it('continues only the same search', async () => {
    const { page } = await resources(account.owner, 'view', { type: 'contacts' }, { page: { limit: 5 } });
    const token = page.next_token;
    const refused = expect.objectContaining({ code: 'request.invalid' });
    const goOn = (memberId: string, action: string, rest: object) =>
      resources(memberId, action, { type: 'contacts' }, { page: { token, ...rest } });
    await expect(goOn(seller, 'view', {})).rejects.toEqual(refused);
    await expect(goOn(account.owner, 'edit', {})).rejects.toEqual(refused);
    await expect(goOn(account.owner, 'view', { limit: 6 })).rejects.toEqual(refused);
    await expect(goOn(account.owner, 'view', { limit: 5 })).resolves.toMatchObject({ page: { count: 5 } });
  });

  it.each([
    [1e9, 'contact 00'],
    [-1, 'contact 00'],
    [1.5, 'contact 00'],
    [5, 'a\0b'],
    [5, '\ud800'],
  ])('accepts no token that was made by somebody else: limit %j after %j', async (limit, after) => {
    const { page } = await resources(account.owner, 'view', { type: 'contacts' }, { page: { limit: 5 } });
    const token = forged(page.next_token, limit, after);
    const forgery = resources(account.owner, 'view', { type: 'contacts' }, { page: { token } });
    await expect(forgery).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('finds what evaluations allow of the same resource, whatever properties are sent', async () => {
    const evaluated = async (properties: object) => {
      const { evaluations = [] } = await world.rpc.call(
        evaluateAuthzenBatch,
        {
          subject: member(seller),
          action: { name: 'create' },
          evaluations: everyId.map((id) => ({ resource: { type: 'contacts', id, properties } })),
        },
        account.as(account.owner),
      );
      return everyId.filter((_, index) => evaluations[index]?.decision);
    };
    // A creation is about a new record, so the owner of the registered one does not matter.
    expect(await evaluated({})).toEqual(everyId);
    expect(idsOf(await resources(seller, 'create'))).toEqual(everyId);
    const carls = { ownerId: colleague };
    expect(await evaluated(carls)).toEqual([]);
    expect(idsOf(await resources(seller, 'create', { type: 'contacts', properties: carls }))).toEqual([]);
  });

  it('about oneself is always allowed; about others it takes permissions:view', async () => {
    await expect(resources(seller, 'edit', undefined, {}, seller)).resolves.toMatchObject({ page: { count: 3 } });
    const denied = expect.objectContaining({ code: 'permission.denied' });
    await expect(resources(seller, 'edit', undefined, {}, stranger)).rejects.toEqual(denied);
    await expect(resources('nobody@example.com', 'edit', undefined, {}, stranger)).rejects.toEqual(denied);
  });

  it('checks a limited number of records for one page, and continues from there', async () => {
    await world.query(
      `insert into records (account_id, type, id, owner_member_id)
       select $1, 'articles', 'article ' || to_char(n, 'FM00000'), $2 from generate_series(1, 10500) n`,
      [account.id, account.owner],
    );
    // No filter helps here: whether an article may be written depends on a property that these do not have.
    const first = await resources(account.owner, 'write', { type: 'articles' });
    expect(first).toMatchObject({ results: [], page: { next_token: expect.stringMatching(/./) } });
    const page = { token: first.page.next_token };
    const last = await resources(account.owner, 'write', { type: 'articles' }, { page });
    expect(last).toEqual({ results: [], page: { next_token: '', count: 0 } });
  });
});

describe('A subject search', () => {
  const subjects = (
    type: string,
    resource: { type: string; id: string; properties?: object },
    as = account.owner,
    page: object = {},
  ) =>
    world.rpc.call(
      searchAuthzenSubjects,
      {
        subject: { type },
        action: { name: 'view' },
        resource: { ...resource, properties: { ...resource.properties } },
        page,
      },
      account.as(as),
    );

  it('finds the members whom evaluations allow, each named in the requested form', async () => {
    const first = { type: 'contacts', id: everyId[1] ?? '' };
    expect(idsOf(await subjects('member', first)).toSorted()).toEqual([account.owner, colleague].toSorted());
    expect(idsOf(await subjects('user', first))).toContain('carl@example.com');
    const unowned = { type: 'contacts', id: 'unheard-of', properties: { ownerId: null } };
    expect(idsOf(await subjects('member', unowned)).toSorted()).toEqual([account.owner, seller].toSorted());
  });

  it('shows no addresses to those who may not see members', async () => {
    const viewer = await account.memberWith({ 'permissions:view': true });
    const found = await subjects('user', { type: 'contacts', id: everyId[1] ?? '' }, viewer);
    expect(idsOf(found).toSorted()).toEqual([account.owner, colleague].toSorted());
  });

  it('continues after a member, and after nothing else', async () => {
    const first = { type: 'contacts', id: everyId[1] ?? '' };
    const { results, page } = await subjects('member', first, account.owner, { limit: 1 });
    const next = await subjects('member', first, account.owner, { token: page.next_token });
    expect([...results, ...next.results].map(({ id }) => id).toSorted()).toEqual([account.owner, colleague].toSorted());
    const token = forged(page.next_token, 1, 'nobody');
    await expect(subjects('member', first, account.owner, { token })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  it('takes permissions:view, because it is about everyone', async () => {
    await expect(subjects('member', { type: 'contacts', id: '1' }, seller)).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'permissions:view' },
    });
  });
});

describe('An action search', () => {
  const actions = async (memberId: string, resource: { type: string; id: string; properties?: object }, rest = {}) =>
    world.rpc.call(
      searchAuthzenActions,
      { subject: member(memberId), resource: { ...resource, properties: { ...resource.properties } }, ...rest },
      account.as(account.owner),
    );
  const names = async (...asked: Parameters<typeof actions>) =>
    (await actions(...asked)).results.map(({ name }) => name);

  it('finds what may be done to a record, in pages', async () => {
    const contact = { type: 'contacts', id: everyId[0] ?? '' };
    await expect(names(seller, contact)).resolves.toEqual(['view', 'edit', 'create']);
    const { page } = await actions(seller, contact, { page: { limit: 2 } });
    await expect(names(seller, contact, { page: { token: page.next_token } })).resolves.toEqual(['create']);
    for (const after of ['-2', '1.5', 'view']) {
      const token = forged(page.next_token, 2, after);
      await expect(names(seller, contact, { page: { token } })).rejects.toMatchObject({ code: 'request.invalid' });
    }
    await expect(names(seller, { type: 'dialogs', id: 'inside' })).resolves.toEqual(['view', 'edit']);
    await expect(names(seller, { type: 'dialogs', id: 'outside' })).resolves.toEqual([]);
  });

  it('leaves out actions that cannot be decided, and those that are only variants', async () => {
    const article = { type: 'articles', id: 'new' };
    await expect(names(account.owner, article)).resolves.toEqual(['view']);
    const told = { ...article, properties: { status: 'active', pinned: false } };
    await expect(names(account.owner, told)).resolves.toEqual(['view', 'write', 'create', 'delete']);
  });
});
