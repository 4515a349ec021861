import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  getAccount,
  getMember,
  listMembers,
  memberRolesChanged,
  type MemberQuery,
  type MemberRolesState,
  type RoleReference,
  type SessionStarted,
} from '@roster/contracts';
import { eventually } from '../../../../test/harness/eventually.js';
import { envelopeOf } from '../../../../test/harness/peer.js';
import { address, codeOf, EDITOR, IdentityWorld, type Owner } from '../../../../test/identity/world.js';

jest.setTimeout(60_000);

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

const list = (query: MemberQuery = {}) => world.gateway.call(listMembers, query, owner.call);
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

  it('says who owns the account, and shows the roles that were promised until access tells of others', async () => {
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
