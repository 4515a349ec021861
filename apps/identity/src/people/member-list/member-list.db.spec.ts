import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  acceptInvitation,
  getAccount,
  getMember,
  listMembers,
  memberRolesChanged,
  memberTeamsChanged,
  type MemberQuery,
  type MemberRolesState,
  type MemberRow,
  type MemberSort,
  type RoleReference,
  type SessionStarted,
} from '@roster/contracts';
import { eventually } from '../../../../../test/harness/eventually.js';
import { envelopeOf } from '../../../../../test/harness/peer.js';
import { address, codeOf, EDITOR, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

const ADMIN = { id: randomUUID(), name: 'Admin' };

let world: IdentityWorld;
let owner: Owner;
let carl: SessionStarted;
let invited: { memberId: string; email: string };

beforeAll(async () => {
  world = await IdentityWorld.create();
  owner = await world.openAccount();
  carl = await world.colleague(owner, address('100%_carl'));
  invited = await world.invite(owner, address('iris'));
});
afterAll(() => world.close());

const of = (account: Owner, query: MemberQuery = {}) => world.gateway.call(listMembers, query, account.call);
const list = (query: MemberQuery = {}) => of(owner, query);
const ids = async (query: MemberQuery = {}) => (await list(query)).items.map(({ id }) => id);
const get = (memberId: string) => world.gateway.call(getMember, { memberId }, owner.call);

describe('the list of members', () => {
  it('has everybody who is not deleted, in the order in which they came', async () => {
    expect(await ids()).toEqual([owner.memberId, carl.member.id, invited.memberId]);
    const gone = await world.invite(owner, address());
    await world.sql(`update members set status = 'deleted' where id = $1`, [gone.memberId]);
    expect(await ids()).not.toContain(gone.memberId);
    expect(await ids({ status: ['deleted'] })).toEqual([gone.memberId]);
  });

  it('says who owns the account, and shows the promised roles until access reports others', async () => {
    const { items } = await list();
    expect(items).toMatchObject([
      { isOwner: true, status: 'active', roles: [], lastActiveAt: expect.any(String) },
      { isOwner: false, status: 'active', firstName: 'Carl', roles: [EDITOR] },
      { isOwner: false, status: 'invited', firstName: '', lastActiveAt: null, roles: [EDITOR] },
    ]);
  });

  it('is filtered by text, role and status', async () => {
    expect(await ids({ q: 'carl coll' })).toEqual([carl.member.id]);
    expect(await ids({ q: '100%_' })).toEqual([carl.member.id]);
    expect(await ids({ q: '_%' })).toEqual([]);
    expect(await ids({ q: '\\' })).toEqual([]);
    expect(await ids({ status: ['invited', 'revoked'] })).toEqual([invited.memberId]);
    expect(await ids({ activeOnly: true })).toEqual([owner.memberId, carl.member.id]);
    expect(await ids({ role: [EDITOR.id] })).toEqual([carl.member.id, invited.memberId]);
    expect(await ids({ role: [EDITOR.id], activeOnly: true })).toEqual([carl.member.id]);
    expect(await ids({ role: [randomUUID()] })).toEqual([]);
  });

  it('shows the marks and second factors that the product has', async () => {
    const { items } = await list();
    const marks = { agentAccess: false, teams: [] };
    expect(items).toMatchObject([
      { ...marks, isBillingContact: true, twoFactor: false },
      { ...marks, isBillingContact: false, twoFactor: false },
      { ...marks, isBillingContact: false, twoFactor: null },
    ]);
    expect(items.filter((row) => 'enforcedAuth' in row)).toEqual([]);
    const [row] = (await of(await world.openAccount({ preset: 'jaicp' }))).items;
    expect(row).toMatchObject({ isOwner: true, isBillingContact: false, twoFactor: null });
  });

  it('is filtered by the second factor, of those who have come in', async () => {
    await world.sql('update members set two_factor = true where id = $1', [carl.member.id]);
    expect(await ids({ twoFactor: true })).toEqual([carl.member.id]);
    expect(await ids({ twoFactor: false })).toEqual([owner.memberId]);
  });

  it('has no service account in it', async () => {
    await world.sql(
      `insert into members (account_id, id, kind, email, first_name, last_name, status, role_ids, revision, created_at)
       values ($1, $2, 'service', '', 'Nightly import', '', 'active', '{}', 1, now())`,
      [owner.accountId, randomUUID()],
    );
    expect(await ids()).toEqual([owner.memberId, carl.member.id, invited.memberId]);
  });

  it('is searched without regard to case, in letters of any language', async () => {
    const { token } = await world.invite(owner, address('elodie'));
    await world.gateway.call(acceptInvitation, { token, firstName: 'ÉLODIE', lastName: 'Ström', password: PASSWORD });
    expect((await list({ q: ' élodie STRÖM ' })).items).toMatchObject([{ firstName: 'ÉLODIE' }]);
    await world.sql(`update members set status = 'deleted' where first_name = 'ÉLODIE'`);
  });

  it('is searched in any Unicode form, without accents, by several words in any order, and by the domain as people type it', async () => {
    const { token } = await world.invite(owner, `oystein.${randomUUID()}@bücher.example`);
    await world.gateway.call(acceptInvitation, {
      token,
      firstName: 'Øystein',
      lastName: 'Großé Łuk',
      password: PASSWORD,
    });
    const found = [
      'Øystein',
      'oystein',
      'ØYSTEIN',
      'Ｏｙｓｔｅｉｎ',
      'grosse',
      'GROSSÉ',
      'große',
      'Großé'.normalize('NFD'),
      'luk',
      'Łuk',
      'luk oystein',
      'grosse\u3000OYST',
      'bücher.example oystein',
      '@bücher.example',
      '@BÜCHER.example',
      'xn--bcher-kva',
      'bücher',
      'bücher'.normalize('NFD'),
      'büch',
      'BÜCH',
      'ücher.exa',
      '@büch',
      'oy\u00adstein',
      'stein  luk stein',
    ];
    const firstNames = async (q: string) => (await list({ q })).items.map(({ firstName }) => firstName);
    for (const q of found) expect([q, await firstNames(q)]).toEqual([q, ['Øystein']]);
    for (const q of ['luk elodie', 'büche.example', 'oystein@']) expect([q, await firstNames(q)]).toEqual([q, []]);
    expect((await list({ q: 'oystein' })).items[0]?.email).toMatch(/@bücher\.example$/);
    await world.sql(`update members set status = 'deleted' where first_name = 'Øystein'`);
  });

  it('comes page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await list({ limit: 1, ...(cursor && { cursor }) });
      expect(page.items).toHaveLength(1);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(await ids());
    expect(await codeOf(list({ cursor: Buffer.from(`' or true --`).toString('base64url') }))).toBe('request.invalid');
  });

  it('has nobody of another account (P6)', async () => {
    const other = await world.openAccount();
    expect(await codeOf(get(other.memberId))).toBe('member.not-found');
    expect(await codeOf(get(randomUUID()))).toBe('member.not-found');
    const { items } = await world.gateway.call(listMembers, {}, other.call);
    expect(items.map(({ id }) => id)).toEqual([other.memberId]);
    expect((await world.gateway.call(getAccount, {}, other.call)).id).toBe(other.accountId);
  });
});

const tell = (roles: RoleReference[], version: number) => {
  const data: MemberRolesState = { memberId: carl.member.id, roles, version };
  return world.access.publish(
    memberRolesChanged,
    envelopeOf(memberRolesChanged, owner.accountId, carl.member.id, data),
  );
};
const rolesOf = async () => (await get(carl.member.id)).roles;
const handled = () => world.sql('select from inbox');

describe('the roles in the list', () => {
  it('follow access by version, in whatever order its events come', async () => {
    await tell([ADMIN], 21);
    await eventually('the new role', async () => ((await rolesOf())[0]?.id === ADMIN.id ? true : undefined));
    expect(await ids({ role: [ADMIN.id] })).toEqual([carl.member.id]);
    const before = (await handled()).length;
    await tell([EDITOR], 20);
    await eventually('the late event', async () => ((await handled()).length > before ? true : undefined));
    expect(await rolesOf()).toEqual([ADMIN]);
    await tell([], 22);
    await eventually('the loss of all roles', async () => ((await rolesOf()).length === 0 ? true : undefined));
    expect(await ids({ role: [ADMIN.id] })).toEqual([]);
  });
});

describe('the teams in the list', () => {
  const red = { id: randomUUID(), name: 'Red' };
  const say = (teams: RoleReference[], version: number) => {
    const data = { memberId: carl.member.id, teams, version };
    return world.access.publish(
      memberTeamsChanged,
      envelopeOf(memberTeamsChanged, owner.accountId, carl.member.id, data),
    );
  };
  const teamsOf = async () => (await get(carl.member.id)).teams;

  it('follow access by version, and are a filter', async () => {
    await say([red], 31);
    await eventually('the team', async () => ((await teamsOf()).length === 1 ? true : undefined));
    expect((await list({ team: [red.id, randomUUID()] })).items).toMatchObject([{ id: carl.member.id, teams: [red] }]);
    const before = (await handled()).length;
    await say([], 30);
    await eventually('the late event', async () => ((await handled()).length > before ? true : undefined));
    expect(await teamsOf()).toEqual([red]);
    await say([], 32);
    await eventually('the loss of the team', async () => ((await teamsOf()).length === 0 ? true : undefined));
    expect(await ids({ team: [red.id] })).toEqual([]);
  });
});

describe('the order of the list', () => {
  let many: Owner;

  /**
   * Every value twice, so that a page ends between two equal ones. Some members have no name or have never been active.
   */
  beforeAll(async () => {
    many = await world.openAccount();
    await world.sql(
      `insert into members
         (account_id, id, email, first_name, last_name, status, role_ids, revision, created_at, last_active_at)
       select $1, gen_random_uuid(), 'm' || n || '@example.com',
         case when n % 5 = 0 then '' else (array['ada', 'Bob', 'Émile', 'zoe'])[n % 4 + 1] end, '', 'invited', '{}', 1,
         now() - make_interval(secs => n / 2),
         case when n % 3 = 0 then null else now() - make_interval(mins => n / 2) end
       from generate_series(1, 40) n`,
      [many.accountId],
    );
  });

  const walked = async (query: MemberQuery) => {
    const rows: MemberRow[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await of(many, { ...query, limit: 3, ...(cursor && { cursor }) });
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    return rows;
  };
  const KEYS: Record<MemberSort, (row: MemberRow) => string> = {
    name: ({ firstName, lastName, email }) => `${firstName} ${lastName}`.trim() || email,
    email: ({ email }) => email,
    lastActiveAt: ({ lastActiveAt }) => lastActiveAt ?? '',
    createdAt: ({ createdAt }) => createdAt,
  };
  const collator = new Intl.Collator('und');

  it.each(['name', 'email', 'lastActiveAt', 'createdAt'] as const)(
    'by %s, either way, has everybody once',
    async (sort) => {
      const rows = await walked({ sort });
      expect(new Set(rows.map(({ id }) => id)).size).toBe(41);
      const keys = rows.map(KEYS[sort]);
      const compare = sort === 'name' ? collator.compare : (a: string, b: string) => (a < b ? -1 : Number(a > b));
      expect(keys).toEqual(keys.toSorted(compare));
      expect((await walked({ sort: `-${sort}` })).map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toReversed());
    },
  );

  it('goes with the filters, and is kept from page to page only', async () => {
    const bobs = (await walked({ sort: '-email', q: 'bob' })).map(({ email }) => email);
    expect(bobs.length).toBeGreaterThan(3);
    expect(bobs).toEqual(bobs.toSorted().toReversed());
    const { nextCursor } = await of(many, { sort: 'name', limit: 3 });
    for (const sort of ['email', '-name', 'lastActiveAt', undefined] as const) {
      const query = { cursor: nextCursor ?? '', ...(sort && { sort }) };
      expect(await codeOf(of(many, query))).toBe('request.invalid');
    }
    expect(await codeOf(of(many, { sort: 'id' as 'name' }))).toBe('request.invalid');
  });

  it('refuses a cursor that it did not write', async () => {
    const id = randomUUID();
    for (const said of [
      ['createdAt', false, 'yesterday', id],
      ['createdAt', false, 'infinity + 1', id],
      ['createdAt', false, 'x', "' or true --"],
      ['createdAt', false, 1, id],
      ['createdAt', false],
      {},
      null,
    ]) {
      const cursor = Buffer.from(JSON.stringify(said)).toString('base64url');
      expect({ said, code: await codeOf(of(many, { cursor })) }).toEqual({ said, code: 'request.invalid' });
    }
  });
});
