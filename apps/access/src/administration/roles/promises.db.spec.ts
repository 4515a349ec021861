import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkPromises, setMemberRoles, type OpenPromise } from '@roster/contracts';
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

const check = async (promises: OpenPromise[], makers: { memberId: string; makerId: string }[] = []) =>
  world.rpc.call(checkPromises, { accountId: account.id, promises, makers });
/** Somebody who is invited with this role, as access knows of them. */
async function invited(slug: string): Promise<Pick<OpenPromise, 'memberId' | 'roleIds'>> {
  const member = memberState({ roleIds: [account.role(slug)], status: 'invited', revision: 1, userId: null });
  await account.apply(member);
  return { memberId: member.id, roleIds: member.roleIds };
}
const setRoles = async (actorId: string, memberId: string, slug: string): Promise<number> => {
  const roles = { memberId, roleIds: [account.role(slug)] };
  return (await world.rpc.call(setMemberRoles, roles, account.as(actorId))).version;
};
const ABOVE = 'privilege.above-own';

describe('The promise of an open invitation', () => {
  it('is kept by its inviter until somebody else sets the roles, who answers for them from then on', async () => {
    const [admin, other] = [await account.member(['admin']), await account.member(['admin'])];
    const guest = { ...(await invited('editor')), granterId: admin, since: 0 };
    expect((await check([guest])).promises).toEqual([
      { memberId: guest.memberId, granterId: admin, reason: null, roleIds: [account.role('editor')] },
    ]);
    await account.takeAway(account.owner, admin);
    expect((await check([guest])).promises).toMatchObject([{ granterId: admin, reason: ABOVE }]);
    const version = await setRoles(other, guest.memberId, 'read-only');
    expect((await check([guest])).promises).toMatchObject([{ granterId: other, reason: null }]);
    await setRoles(account.owner, other, 'editor');
    expect((await check([guest])).promises).toMatchObject([{ granterId: other, reason: ABOVE }]);
    const resent = { ...guest, granterId: account.owner, since: version };
    expect((await check([resent])).promises).toMatchObject([{ granterId: account.owner, reason: null }]);
    expect((await check([{ ...resent, since: version - 1 }])).promises).toMatchObject([{ granterId: other }]);
  });

  it('is taken over by who sets the same roles again, if they may give them, until somebody else does or sends it again', async () => {
    const [admin, other] = [await account.member(['admin']), await account.member(['admin'])];
    const guest = { ...(await invited('editor')), granterId: admin, since: 0 };
    await account.takeAway(account.owner, admin);
    expect((await check([guest])).promises).toMatchObject([{ granterId: admin, reason: ABOVE }]);
    const small = await account.memberWith({ 'members:view': true, 'members:edit': true });
    await expect(setRoles(small, guest.memberId, 'editor')).rejects.toMatchObject({ code: ABOVE });
    expect((await check([guest])).promises).toMatchObject([{ granterId: admin, reason: ABOVE }]);
    const version = await setRoles(other, guest.memberId, 'editor');
    expect((await check([guest])).promises).toMatchObject([{ granterId: other, reason: null }]);
    const resent = { ...guest, granterId: admin, since: version };
    expect((await check([resent])).promises).toMatchObject([{ granterId: admin, reason: ABOVE }]);
    expect(await setRoles(account.owner, guest.memberId, 'editor')).toBeGreaterThan(version);
    expect((await check([resent])).promises).toMatchObject([{ granterId: account.owner, reason: null }]);
    const before = await setRoles(account.owner, other, 'admin');
    expect(await setRoles(account.owner, other, 'admin')).toBe(before);
  });

  it('is about the roles that the member has now, not about those of the invitation', async () => {
    const small = await account.memberWith({ 'members:view': true, 'members:invite': true, 'members:edit': true });
    const guest = { ...(await invited('editor')), granterId: small };
    expect((await check([guest])).promises).toMatchObject([{ reason: ABOVE }]);
    const admin = await account.member(['admin']);
    const raised = { ...(await invited('read-only')), granterId: admin, since: 0 };
    await setRoles(account.owner, raised.memberId, 'admin');
    const { since: _, ...now } = raised;
    const { version, promises } = await check([raised, now]);
    expect(promises).toMatchObject([{ granterId: account.owner }, { granterId: admin, reason: null }]);
    expect(version).toBeGreaterThan(0);
  });

  it('is about what was promised before access has heard of the member, and in an account that it does not know', async () => {
    const promise = { memberId: uuidv7(), granterId: account.owner, roleIds: [account.role('editor')] };
    const gone = { ...promise, roleIds: [uuidv7()] };
    const { promises } = await check([promise, gone]);
    expect(promises).toMatchObject([{ reason: null }, { reason: 'role.not-found' }]);
    const unknown = await world.rpc.call(checkPromises, { accountId: uuidv7(), promises: [promise], makers: [] });
    expect(unknown).toEqual({ version: 0, promises: [expect.objectContaining({ reason: ABOVE })] });
  });

  it('of a key is kept by who made the key too; setting roles needs no permission to invite', async () => {
    const [key, maker] = [await account.member(['admin']), await account.member(['editor'])];
    const guest = { ...(await invited('editor')), granterId: key, since: 0 };
    expect((await check([guest])).promises).toMatchObject([{ reason: null }]);
    expect((await check([guest], [{ memberId: key, makerId: maker }])).promises).toMatchObject([
      { granterId: key, reason: ABOVE },
    ]);
    const editing = await account.memberWith({ 'members:view': true, 'members:edit': true });
    const weak = uuidv7();
    await account.insert(`insert into roles (account_id, id, name, grants) values ($1, $2, 'Weak', '{}')`, [weak]);
    await world.rpc.call(setMemberRoles, { memberId: guest.memberId, roleIds: [weak] }, account.as(account.owner));
    const weaker = uuidv7();
    await account.insert(`insert into roles (account_id, id, name, grants) values ($1, $2, 'Weaker', '{}')`, [weaker]);
    await world.rpc.call(setMemberRoles, { memberId: guest.memberId, roleIds: [weaker] }, account.as(editing));
    expect((await check([guest])).promises).toMatchObject([{ granterId: editing, reason: null }]);
  });
});
