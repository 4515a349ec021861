import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createRole,
  deleteRole,
  editRole,
  memberRolesChanged,
  setMemberRoles,
  type MemberRolesChange,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { crowd } from '../../../../../test/access/crowd.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });

describe('Setting the roles of a member', () => {
  it('raises the version by one, and the next check answers by the new role', async () => {
    const bob = await account.member(['editor']);
    const before = await account.check(bob, 'campaigns:edit');
    expect(before).toMatchObject({ allowed: true, reason: 'granted' });

    const { roles, version } = await account.setRoles(account.owner, bob, ['read-only']);

    expect(version).toBe(before.version + 1);
    expect(roles).toEqual([{ id: account.role('read-only'), name: 'Read only' }]);
    await expect(account.check(bob, 'campaigns:edit', version)).resolves.toMatchObject({ reason: 'no_grant', version });
    await expect(account.check(bob, 'campaigns:edit')).resolves.toMatchObject({ reason: 'no_grant', version });
  });

  it('changes nothing where the member has these roles already', async () => {
    const bob = await account.member(['editor']);
    const version = await account.version();
    await expect(account.setRoles(account.owner, bob, ['editor'])).resolves.toMatchObject({ version });
    await expect(account.version()).resolves.toBe(version);
  });

  it('has one effect and one answer for one idempotency key', async () => {
    const bob = await account.member(['editor']);
    const context = { ...account.as(account.owner), idempotencyKey: uuidv7() };
    const input = { memberId: bob, roleIds: [account.role('contributor')] };
    const first = await world.rpc.call(setMemberRoles, input, context);
    await account.setRoles(account.owner, bob, ['editor']);
    await expect(world.rpc.call(setMemberRoles, input, context)).resolves.toEqual(first);
    await expect(account.check(bob, 'campaigns:send')).resolves.toMatchObject({ allowed: true });
  });

  it('tells the others, with the version at which it holds, and of whom and what there was before', async () => {
    const bob = await account.member(['editor']);
    const { version } = await account.setRoles(account.owner, bob, ['contributor']);
    const { allowed: seesActor } = await account.check(bob, 'members:view');
    const change = {
      before: [{ id: account.role('editor'), name: 'Editor' }],
      actor: { kind: 'member', memberId: account.owner },
      seesActor,
      at: expect.stringMatching(/Z$/),
      address: null,
      userAgent: null,
    };
    const rows = await world.query<{ data: unknown }>(
      `select envelope -> 'data' as data from outbox
       where envelope ->> 'subject' = $1 order by (envelope #>> '{data,version}')::bigint`,
      [bob],
    );
    expect(rows.map(({ data }) => data)).toEqual([
      { memberId: bob, roles: [{ id: account.role('editor'), name: 'Editor' }], version: version - 1 },
      { memberId: bob, roles: [{ id: account.role('contributor'), name: 'Contributor' }], version, change },
    ]);
  });

  it('refuses another number of roles than the product has', async () => {
    const bob = await account.member(['editor']);
    await expect(account.setRoles(account.owner, bob, [])).rejects.toMatchObject({
      code: 'role.cardinality',
      details: { cardinality: 'single', given: 0 },
    });
    await expect(account.setRoles(account.owner, bob, ['editor', 'admin'])).rejects.toEqual(
      refusal('role.cardinality'),
    );
  });

  it('does not find what belongs to another account, nor what belongs to nobody', async () => {
    const other = await world.account();
    const bob = await account.member(['editor']);
    const stranger = await other.member(['editor']);
    const set = (memberId: string, roleId: string) =>
      world.rpc.call(setMemberRoles, { memberId, roleIds: [roleId] }, account.as(account.owner));

    await expect(set(stranger, account.role('editor'))).rejects.toEqual(refusal('member.not-found'));
    await expect(set(uuidv7(), account.role('editor'))).rejects.toEqual(refusal('member.not-found'));
    await expect(set(bob, other.role('read-only'))).rejects.toEqual(refusal('role.not-found'));
    await expect(set(bob, uuidv7())).rejects.toEqual(refusal('role.not-found'));
    await expect(account.check(bob, 'campaigns:edit')).resolves.toMatchObject({ allowed: true });
  });
});

describe('Those whose roles an act makes others', () => {
  const grants = { 'campaigns:view': true } as const;
  const made = async (name: string, more: object = grants) =>
    (await world.rpc.call(createRole, { name, grants: more as never }, account.as(account.owner))).id;
  const give = (memberId: string, roleId: string) =>
    world.rpc.call(setMemberRoles, { memberId, roleIds: [roleId] }, account.as(account.owner));
  /** What the latest event about their roles says to the member. */
  const told = async (memberId: string) => {
    const [row] = await world.query<{ change: MemberRolesChange | null }>(
      `select envelope #> '{data,change}' as change from outbox
       where subject = $1 and envelope ->> 'subject' = $2 order by id desc limit 1`,
      [memberRolesChanged.subject, memberId],
    );
    return row?.change ?? null;
  };

  it('are told of it, also where a role was replaced; not where one was edited or renamed', async () => {
    const [old, next] = [await made('Old'), await made('Next')];
    const bob = await account.member(['editor']);
    await give(bob, old);
    expect((await told(bob))?.before).toEqual([{ id: account.role('editor'), name: 'Editor' }]);
    const owner = account.as(account.owner);
    await world.rpc.call(editRole, { roleId: old, name: 'Older' }, owner);
    expect(await told(bob)).toBeNull();
    await world.rpc.call(deleteRole, { roleId: old, replacement: next }, owner);
    expect(await told(bob)).toMatchObject({ before: [{ id: old, name: 'Older' }], seesActor: false });
  });

  it('know by name who did it only where they see members', async () => {
    const seeing = await made('Seeing', { ...grants, 'members:view': true });
    const bob = await account.member(['editor']);
    await give(bob, seeing);
    expect(await told(bob)).toMatchObject({ seesActor: true });
    await give(bob, await made('Blind'));
    expect(await told(bob)).toMatchObject({ seesActor: false });
  });

  it('are told nothing by mail where they are more than a hundred', async () => {
    const [old, next] = [await made('Old crowd'), await made('Next crowd')];
    await crowd(account, 101);
    await account.insert(
      `insert into member_roles (account_id, member_id, role_id)
       select $1, id, $2::uuid from members where account_id = $1 and email ~ '^[0-9]+@'`,
      [old],
    );
    const [one] = await world.query<{ id: string }>(
      `select id from members where account_id = $1 and email = '7@example.com'`,
      [account.id],
    );
    await world.rpc.call(deleteRole, { roleId: old, replacement: next }, account.as(account.owner));
    expect(await told(one?.id ?? '')).toBeNull();
  });
});

describe('The rules of management', () => {
  it('let an Admin give what they have themselves, and a member without the permission nothing', async () => {
    const admin = await account.member(['admin']);
    const editor = await account.member(['editor']);
    await expect(account.setRoles(admin, editor, ['admin'])).resolves.toMatchObject({ memberId: editor });
    const reader = await account.member(['read-only']);
    const other = await account.member(['editor']);
    await expect(account.setRoles(reader, other, ['admin'])).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'members:edit', reason: 'no_grant' },
    });
  });

  it('leave the owner their role, and let nobody take their membership away', async () => {
    const admin = await account.member(['admin']);
    await expect(account.setRoles(account.owner, account.owner, ['editor'])).rejects.toEqual(
      refusal('member.is-owner'),
    );
    await expect(account.setRoles(admin, account.owner, ['editor'])).rejects.toEqual(refusal('member.is-owner'));
    await expect(account.setRoles(admin, account.owner, ['admin'])).resolves.toMatchObject({ memberId: account.owner });
  });

  it('keep the last administrator besides the owner, whom only the owner may demote', async () => {
    const small = await world.account();
    const admin = await small.member(['admin']);
    await expect(small.setRoles(admin, admin, ['editor'])).rejects.toEqual(refusal('member.last-administrator'));
    await expect(small.setRoles(small.owner, admin, ['editor'])).resolves.toMatchObject({ memberId: admin });
  });

  it('let one of two administrators win who demote each other at the same time', async () => {
    const small = await world.account();
    await world.addReplica();
    for (let round = 0; round < 5; round += 1) {
      const [anna, ben] = [await small.member(['admin']), await small.member(['admin'])];
      const results = await Promise.allSettled([
        small.setRoles(anna, ben, ['read-only']),
        small.setRoles(ben, anna, ['read-only']),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((result) => result.status === 'rejected');
      expect(refused?.reason).toMatchObject({ code: 'permission.denied' });
      const winner = results[0].status === 'fulfilled' ? anna : ben;
      await small.takeAway(small.owner, winner);
    }
  });
});
