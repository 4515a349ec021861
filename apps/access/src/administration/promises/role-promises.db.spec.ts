import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  checkAssignable,
  createRole,
  deleteRole,
  previewChange,
  recheckRoles,
  settlePromise,
  type CheckAssignable,
  type GivingConnection,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { memberState } from '../../../../../test/access/people.js';
import { settled } from '../../../../../test/harness/once-of-many.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  await world.addReplica();
  account = await world.account();
});
afterAll(() => world.close());
beforeEach(() => {
  world.roleGivers = () => ({ memberIds: [], connections: [] });
});

const owner = () => account.as(account.owner);
const made = async () => (await world.rpc.call(createRole, { name: uuidv7(), grants: {} }, owner())).id;
const remove = (roleId: string, replacement?: string) =>
  world.rpc.call(deleteRole, { roleId, ...(replacement && { replacement }) }, owner());
const refused = (details: object) => expect.objectContaining({ code: 'role.replacement-required', details });
const [oneMember, oneConnection] = [
  { members: 1, connections: [] },
  { members: 0, connections: ['Okta'] },
];

async function promise(roleId: string, memberIds?: string[], more: Partial<CheckAssignable> = {}): Promise<string> {
  const id = uuidv7();
  const input = { roleIds: [roleId], promise: { id, ...(memberIds && { memberIds }) }, ...more };
  await world.rpc.call(checkAssignable, input, owner());
  return id;
}
const settle = (promiseId: string) => world.rpc.call(settlePromise, { promiseId }, owner());
/** As if nobody had heard of it for longer than any request lasts. */
const age = (id: string) =>
  world.query(`update role_promises set made_at = made_at - interval '61 seconds' where id = $1`, [id]);

describe('A role that was promised', () => {
  it('is not deleted without a replacement, neither before nor after its member is known; the preview says so', async () => {
    const roleId = await made();
    const memberId = uuidv7();
    await promise(roleId, [memberId]);
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    const change = { kind: 'role.delete', roleId } as const;
    await expect(world.rpc.call(previewChange, { change }, owner())).resolves.toMatchObject({
      refusal: { code: 'role.replacement-required', details: oneMember },
    });
    const invited = memberState({ id: memberId, status: 'invited', revision: 1, roleIds: [roleId] });
    await account.apply(invited);
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    await account.apply({ ...invited, status: 'deleted', revision: 2 });
    await expect(remove(roleId)).resolves.toMatchObject({ version: expect.any(Number) });
  });

  it('is deleted when the promise came to nothing, or is old and identity has never heard of its member', async () => {
    const [refusedRole, lost, kept] = [await made(), await made(), await made()];
    await settle(await promise(refusedRole, [uuidv7()]));
    await expect(remove(refusedRole)).resolves.toBeDefined();
    await age(await promise(lost, [uuidv7()]));
    await expect(remove(lost)).resolves.toBeDefined();
    const late = uuidv7();
    await age(await promise(kept, [late]));
    world.roleGivers = ({ memberIds }) => ({ memberIds: memberIds.filter((id) => id === late), connections: [] });
    await expect(remove(kept)).rejects.toEqual(refused(oneMember));
  });

  it('gives its replacement, which is then not deleted without one either', async () => {
    const [first, second] = [await made(), await made()];
    await promise(first, [uuidv7()]);
    await expect(remove(first, second)).resolves.toBeDefined();
    await expect(remove(second)).rejects.toEqual(refused(oneMember));
    await expect(promise(first)).rejects.toMatchObject({ code: 'role.not-found' });
    const kept = { roleIds: [first], areKept: true };
    await expect(world.rpc.call(checkAssignable, kept, owner())).resolves.toMatchObject({ roles: [{ id: second }] });
  });

  it('is not deleted before somebody is known who comes in by a connection at this moment', async () => {
    const roleId = await made();
    const memberId = uuidv7();
    const input = { accountId: account.id, granterId: account.owner, roleIds: [roleId] };
    await world.rpc.call(recheckRoles, { ...input, promise: { id: uuidv7(), memberIds: [memberId] } });
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    await account.apply(memberState({ id: memberId, status: 'active', revision: 1, roleIds: [roleId] }));
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    const late = { ...input, accountId: uuidv7(), promise: { id: uuidv7(), memberIds: [uuidv7()] } };
    await expect(world.rpc.call(recheckRoles, late)).rejects.toMatchObject({ code: 'privilege.above-own' });
  });

  it('is either promised or deleted, whichever of two processes is first', async () => {
    for (let round = 0; round < 12; round += 1) {
      const roleId = await made();
      const codes = await Promise.all([settled(() => promise(roleId, [uuidv7()])), settled(() => remove(roleId))]);
      expect([
        ['none', 'role.replacement-required'],
        ['role.not-found', 'none'],
      ]).toContainEqual(codes);
    }
  });
});

describe('A role that a connection gives', () => {
  const gives = (...roleIds: string[]): GivingConnection => ({ id: uuidv7(), name: 'Okta', roleIds });
  const given = (...roleIds: string[]) => ({ memberIds: [], connections: [gives(...roleIds)] });

  it('is not deleted without a replacement, also where it has replaced the one that was chosen', async () => {
    const [first, second] = [await made(), await made()];
    world.roleGivers = () => given(first);
    await expect(remove(first)).rejects.toEqual(refused(oneConnection));
    await expect(remove(first, second)).resolves.toBeDefined();
    await expect(remove(second)).rejects.toEqual(refused(oneConnection));
  });

  it('is not deleted while the connection is changed, whatever identity has seen of it', async () => {
    const roleId = await made();
    const open = await promise(roleId);
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    await settle(open);
    world.roleGivers = async () => {
      await settle(await promise(roleId));
      return { memberIds: [], connections: [] };
    };
    await expect(remove(roleId)).rejects.toEqual(refused(oneMember));
    world.roleGivers = () => ({ memberIds: [], connections: [] });
    await expect(remove(roleId)).resolves.toBeDefined();
  });
});
