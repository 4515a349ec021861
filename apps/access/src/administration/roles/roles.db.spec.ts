import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  checkAssignable,
  createRole,
  deleteRole,
  getCatalogue,
  getMyPermissions,
  getRole,
  getRoleTree,
  listPresets,
  listRoles,
  recheckRoles,
  type RoleNode,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { modelAccount } from '../../../../../test/access/model-account.js';
import { testPresets } from '../../../../../test/presets/presets.js';

let world: AccessWorld;
let account: AccountDouble;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });

describe('The roles of an account', () => {
  it('come with their grants and their active members', async () => {
    const active = await account.member(['editor'], { firstName: 'Grace', lastName: 'Hopper' });
    await account.member(['editor'], { status: 'invited', revision: 1 });
    const revoked = await account.member(['editor']);
    await account.takeAway(account.owner, revoked);

    const { items } = await world.rpc.call(listRoles, {}, account.as(account.owner));
    expect(items.map(({ slug }) => slug)).toEqual(['admin', 'editor', 'contributor', 'read-only']);
    const editor = items[1];
    expect(editor).toMatchObject({
      kind: 'system',
      name: 'Editor',
      members: [{ id: active, name: 'Grace Hopper', initials: 'GH' }],
      memberCount: 1,
      grants: { 'campaigns:edit': true },
    });
    await expect(world.rpc.call(getRole, { roleId: editor?.id ?? '' }, account.as(account.owner))).resolves.toEqual(
      editor,
    );
  });

  it('come page by page, and a role that is deleted in between is no end of them', async () => {
    const paged = await world.account();
    const owner = paged.as(paged.owner);
    const own: string[] = [];
    for (const name of ['First', 'Second', 'Third'])
      own.push((await world.rpc.call(createRole, { name, grants: {} }, owner)).id);
    const all = (await world.rpc.call(listRoles, {}, owner)).items.map(({ id }) => id);
    expect(all.slice(-3)).toEqual(own);

    const first = await world.rpc.call(listRoles, { limit: 5 }, owner);
    expect(first.items.map(({ id }) => id)).toEqual(all.slice(0, 5));
    const cursor = first.nextCursor ?? '';
    await world.rpc.call(deleteRole, { roleId: own[0] ?? '' }, owner);
    const last = await world.rpc.call(listRoles, { limit: 2, cursor }, owner);
    expect(last).toMatchObject({ items: [{ name: 'Second' }, { name: 'Third' }], nextCursor: null });
    await expect(world.rpc.call(listRoles, { cursor }, account.as(account.owner))).rejects.toEqual(
      refusal('request.invalid'),
    );
  });

  it('show at most a hundred holders, and say how many there are', async () => {
    const crowd = await world.account();
    await crowd.insert(
      `with born as (
         insert into members (account_id, id, user_id, email, first_name, last_name, status, revision)
         select $1, gen_random_uuid(), gen_random_uuid(), i || '@example.com', 'A', 'B', 'active', 2 from generate_series(1, 101) i
         returning id)
       insert into member_roles (account_id, member_id, role_id) select $1, id, $2 from born`,
      [crowd.role('editor')],
    );
    const editor = await world.rpc.call(getRole, { roleId: crowd.role('editor') }, crowd.as(crowd.owner));
    expect(editor.memberCount).toBe(101);
    expect(editor.members).toHaveLength(100);
  });

  it('are shown to those who may see them, and only those of the account', async () => {
    const reader = await account.member(['read-only']);
    await expect(world.rpc.call(listRoles, {}, account.as(reader))).rejects.toEqual(refusal('permission.denied'));
    const other = await world.account();
    const get = (roleId: string) => world.rpc.call(getRole, { roleId }, account.as(account.owner));
    await expect(get(other.role('editor'))).rejects.toEqual(refusal('role.not-found'));
    await expect(get(uuidv7())).rejects.toEqual(refusal('role.not-found'));
  });

  it('may be given to somebody new as far as the actor has them', async () => {
    const assignable = (actorId: string, slugs: string[]) =>
      world.rpc.call(checkAssignable, { roleIds: slugs.map((slug) => account.role(slug)) }, account.as(actorId));
    const admin = await account.member(['admin']);
    const editor = await account.member(['editor']);
    await expect(assignable(admin, ['admin'])).resolves.toEqual({
      roles: [{ id: account.role('admin'), name: 'Admin' }],
    });
    await expect(assignable(account.owner, ['editor'])).resolves.toMatchObject({ roles: [{ name: 'Editor' }] });
    await expect(assignable(editor, ['editor'])).resolves.toMatchObject({ roles: [{ name: 'Editor' }] });
    await expect(assignable(editor, ['admin'])).rejects.toEqual(refusal('privilege.above-own'));
    await expect(assignable(admin, [])).rejects.toEqual(refusal('role.cardinality'));
    await expect(assignable(admin, ['editor', 'admin'])).rejects.toEqual(refusal('role.cardinality'));
    const other = await world.account();
    const foreign = world.rpc.call(checkAssignable, { roleIds: [other.role('editor')] }, account.as(admin));
    await expect(foreign).rejects.toEqual(refusal('role.not-found'));
    await account.takeAway(account.owner, admin);
    await expect(assignable(admin, ['read-only'])).rejects.toEqual(refusal('permission.denied'));
  });
});

describe('Where there is a tree of roles', () => {
  it('it is shown, and roles are promised at or below one’s own, the root to nobody', async () => {
    const { account: double, ask, roles, members } = await modelAccount(world);
    const { root } = await ask(double.owner, getRoleTree, {});
    const shape = ({ name, roles: below }: RoleNode): object => ({ [name]: below.map(shape) });
    expect(root && shape(root)).toEqual({ Chief: [{ Admin: [{ Lead: [{ Rep: [] }] }, { Desk: [] }] }] });
    const promise = (actorId: string, roleId: string) => ask(actorId, checkAssignable, { roleIds: [roleId] });
    await expect(promise(double.owner, double.role('chief'))).rejects.toEqual(refusal('role.owners-only'));
    await expect(promise(members.lead, roles.desk)).rejects.toEqual(refusal('role.above-own'));
    await expect(promise(members.lead, roles.lead)).resolves.toMatchObject({ roles: [{ id: roles.lead }] });
    const recheck = { accountId: double.id, granterId: members.admin, roleIds: [roles.desk] };
    await expect(world.rpc.call(recheckRoles, recheck)).rejects.toEqual(refusal('privilege.above-own'));
  });
});

describe('Roles that were promised', () => {
  const recheck = (granterId: string, ...roleIds: string[]) =>
    world.rpc.call(recheckRoles, { accountId: account.id, granterId, roleIds });

  it('are given as long as their giver could still give them', async () => {
    const admin = await account.member(['admin']);
    const editor = account.role('editor');
    const promised = { roles: [{ id: editor, name: 'Editor' }] };
    await expect(recheck(account.owner, editor)).resolves.toEqual(promised);
    await expect(recheck(admin.toUpperCase(), editor.toUpperCase())).resolves.toEqual(promised);
    await account.setRoles(account.owner, admin, ['editor']);
    await expect(recheck(admin, editor)).rejects.toEqual(refusal('privilege.above-own'));
    const inviter = await account.memberWith({ 'members:view': true, 'members:invite': true });
    await expect(recheck(inviter, editor)).rejects.toEqual(refusal('privilege.above-own'));
    await account.setRoles(account.owner, admin, ['admin']);
    await expect(recheck(admin, editor)).resolves.toEqual(promised);
    await account.takeAway(account.owner, admin);
    await expect(recheck(admin, editor)).rejects.toEqual(refusal('privilege.above-own'));
    await expect(recheck(uuidv7(), editor)).rejects.toEqual(refusal('privilege.above-own'));
    const unheardOf = { accountId: uuidv7(), granterId: account.owner, roleIds: [editor] };
    await expect(world.rpc.call(recheckRoles, unheardOf)).rejects.toEqual(refusal('privilege.above-own'));
  });

  it('are followed to their replacements, each once, and dropped where there is none', async () => {
    const [replaced, gone] = [uuidv7(), uuidv7()];
    await account.insert(
      `insert into roles (account_id, id, name, grants, deleted, replaced_by)
       values ($1, $2, 'Replaced', '{}', true, $3), ($1, $4, 'Gone', '{}', true, null)`,
      [replaced, account.role('contributor'), gone],
    );
    const contributor = { id: account.role('contributor'), name: 'Contributor' };
    await expect(recheck(account.owner, replaced)).resolves.toEqual({ roles: [contributor] });
    await expect(recheck(account.owner, replaced, contributor.id)).resolves.toEqual({ roles: [contributor] });
    await expect(recheck(account.owner, gone)).rejects.toMatchObject({
      code: 'role.not-found',
      details: { roleId: gone },
    });
    const other = await world.account();
    await expect(recheck(account.owner, other.role('editor'))).rejects.toEqual(refusal('role.not-found'));
  });
});

describe('A question for a version that does not exist yet', () => {
  it('is refused after a while', async () => {
    const version = await account.version();
    // Access gives up by itself. With a deadline of the caller, the test would depend on which of the two comes first.
    const read = (atLeast: number) => {
      const reader = account.as(account.owner);
      return [
        world.rpc.call(listRoles, { atLeast }, reader),
        world.rpc.call(getRole, { roleId: account.role('editor'), atLeast }, reader),
        world.rpc.call(getMyPermissions, { atLeast }, reader),
      ];
    };
    await expect(Promise.all(read(version))).resolves.toHaveLength(3);
    for (const answer of await Promise.allSettled(read(version + 1))) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'check.stale' } });
    }
  });
});

describe('The list of permissions', () => {
  it('has those of the platform and those of the product', async () => {
    const { preset, features } = await world.rpc.call(getCatalogue, {}, account.as(account.owner));
    expect(preset).toBe('ortto');
    const campaigns = features.find(({ key }) => key === 'campaigns');
    expect(campaigns).toMatchObject({ label: 'Campaigns', baseAction: 'view' });
    expect(campaigns?.actions[0]).toEqual({
      permission: 'campaigns:view',
      name: 'View campaigns',
      description: 'See campaigns. Without it, this part of the product is not shown.',
      kind: 'toggle',
      level: 'account',
      grantable: true,
      scopes: [],
      implies: null,
      joinedTo: null,
    });
    expect(campaigns?.actions[1]).toMatchObject({ permission: 'campaigns:create', implies: 'campaigns:view' });
    const transfer = features
      .flatMap(({ actions }) => actions)
      .find(({ permission }) => permission === 'account:transfer');
    expect(transfer).toMatchObject({ grantable: false });
    await expect(
      world.rpc.call(getCatalogue, {}, { ...account.as(account.owner), accountId: uuidv7() }),
    ).rejects.toEqual(refusal('account.not-found'));
  });

  it('is shown to each member for themselves, and agrees with the checks', async () => {
    const reader = await account.member(['read-only']);
    const mine = await world.rpc.call(getMyPermissions, {}, account.as(reader));
    expect(mine.permissions).toMatchObject({ 'campaigns:view': ['all'], 'self:edit': ['all'] });
    expect(mine.permissions).not.toHaveProperty('campaigns:edit');
    expect(mine.version).toBe(await account.version());
  });

  it('starts from the presets that are loaded', async () => {
    const { items } = await world.rpc.call(listPresets, {});
    expect(items.map(({ name }) => name)).toEqual(testPresets().names);
  });
});
