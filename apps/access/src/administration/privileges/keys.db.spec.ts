import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addException,
  askChecks,
  checkAssignable,
  copyPermissions,
  createTeam,
  getMemberPermissions,
  listRoles,
  setMemberManager,
  setMemberRoles,
  setMemberTeams,
  type CallContext,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { memberState } from '../../../../../test/access/people.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

/** Calls of a key whose service account has these roles. */
async function keyOf(
  makerId: string,
  slugs: string[],
  permissions: string[] | null = null,
): Promise<Partial<CallContext>> {
  const memberId = await account.member(slugs, { userId: null });
  const actor = { kind: 'api-key', memberId, keyId: uuidv7(), makerId, permissions } as const;
  return { accountId: account.id, actor };
}

const giveEditor = async (call: Partial<CallContext>) => {
  const memberId = await account.member(['read-only']);
  return world.rpc.call(setMemberRoles, { memberId, roleIds: [account.role('editor')] }, call);
};

const denied = (permission: string, reason: string) =>
  expect.objectContaining({ code: 'permission.denied', details: { permission, reason } });

describe('A key of the API (S51, S53)', () => {
  it('does what both its service account and its maker may do', async () => {
    const admin = await account.member(['admin']);
    await expect(giveEditor(await keyOf(admin, ['admin']))).resolves.toMatchObject({ version: expect.any(Number) });
    await expect(giveEditor(await keyOf(admin, ['editor']))).rejects.toEqual(denied('members:edit', 'no_grant'));
  });

  it('loses at once what its maker loses', async () => {
    const maker = await account.member(['admin']);
    const key = await keyOf(maker, ['admin']);
    await giveEditor(key);
    await account.setRoles(account.owner, maker, ['editor']);
    await expect(giveEditor(key)).rejects.toEqual(denied('members:edit', 'no_grant'));
    await account.takeAway(account.owner, maker);
    await expect(giveEditor(key)).rejects.toEqual(denied('members:edit', 'member_not_active'));
  });

  it('uses no permission that is not on its list', async () => {
    const key = await keyOf(account.owner, ['admin'], ['roles:view']);
    await expect(giveEditor(key)).rejects.toEqual(denied('members:edit', 'not_on_the_key'));
    await expect(world.rpc.call(listRoles, {}, key)).resolves.toMatchObject({ nextCursor: null });
    const other = await account.member(['editor']);
    const checks = [{ memberId: other, permission: 'campaigns:view' }];
    await expect(world.rpc.call(askChecks, { checks }, key)).rejects.toEqual(
      denied('permissions:view', 'not_on_the_key'),
    );
    await expect(world.rpc.call(getMemberPermissions, { memberId: other }, key)).rejects.toEqual(
      denied('permissions:view', 'not_on_the_key'),
    );
  });

  it('gives no role above its maker, whatever its service account has', async () => {
    const maker = await account.memberWith({ 'members:view': true, 'members:edit': true, 'members:invite': true });
    const key = await keyOf(maker, ['admin']);
    await expect(giveEditor(key)).rejects.toMatchObject({ code: 'privilege.above-own' });
    const roleIds = [account.role('admin')];
    await expect(world.rpc.call(checkAssignable, { roleIds }, key)).rejects.toMatchObject({
      code: 'privilege.above-own',
    });
  });

  it('keeps what its maker gave it: nobody changes a service account by its member id', async () => {
    const memberId = await account.member(['editor'], { userId: null });
    const person = await account.member(['editor']);
    const owner = account.as(account.owner);
    const asked = [
      world.rpc.call(setMemberRoles, { memberId, roleIds: [account.role('admin')] }, owner),
      world.rpc.call(setMemberManager, { reportId: memberId, memberId: person }, owner),
      world.rpc.call(setMemberManager, { reportId: person, memberId }, owner),
      world.rpc.call(setMemberTeams, { memberId, teamIds: [] }, owner),
      world.rpc.call(createTeam, { name: 'With a key', memberIds: [memberId] }, owner),
      world.rpc.call(addException, { memberId, permission: 'members:view', effect: 'deny' }, owner),
      world.rpc.call(copyPermissions, { memberId, from: person }, owner),
    ];
    const answers = await Promise.allSettled(asked);
    expect(answers).toEqual(
      asked.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'member.not-found' }) })),
    );
  });

  it('does not count as the last administrator, or among the people who hold a role', async () => {
    const small = await world.account();
    const admin = await small.member(['admin']);
    await small.apply(memberState({ userId: null, roleIds: [small.role('admin')] }));
    await expect(small.takeAway(admin, admin)).rejects.toMatchObject({ code: 'member.last-administrator' });
    const { items } = await world.rpc.call(listRoles, {}, small.as(small.owner));
    expect(items.find(({ slug }) => slug === 'admin')).toMatchObject({ memberCount: 2 });
  });
});
