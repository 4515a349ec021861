import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createRole,
  deleteRole,
  editRole,
  getRoleTree,
  listRoles,
  orderRoles,
  previewChange,
  setMemberManager,
  setMemberRoles,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld, type AccountDouble } from '../../../../../test/access/access-world.js';
import { asking } from '../../../../../test/access/manager.js';
import { memberState } from '../../../../../test/access/people.js';

let world: AccessWorld;
let account: AccountDouble;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  world = await AccessWorld.create();
  account = await world.account();
  ask = asking(world, account);
});
afterAll(() => world.close());
afterEach(() => {
  world.planFeatures = ['customRoles'];
});

const refusal = (code: string) => expect.objectContaining({ code });
const unique = (name: string) => `${name} ${uuidv7()}`;

describe('Custom roles', () => {
  it('are made, given, edited, and replaced when they are deleted, each in its version', async () => {
    const name = unique('Analyst');
    const grants = { 'dashboards:edit': true, 'reports:export': true } as const;
    const made = await ask(account.owner, createRole, { name, icon: 'chart', description: 'Looks', grants });
    expect(made).toMatchObject({ slug: null, kind: 'custom', name, icon: 'chart', managerRoleId: null, members: [] });
    expect(made.grants).toMatchObject({ ...grants, 'dashboards:view': true, 'reports:view': true });

    const ada = memberState({ firstName: 'Ada', roleIds: [made.id] });
    await account.apply(ada);
    const invited = memberState({ status: 'invited', revision: 1, roleIds: [made.id] });
    const version = await account.apply(invited);
    await expect(account.check(ada.id, 'reports:export', version)).resolves.toMatchObject({ allowed: true });
    await expect(account.check(ada.id, 'campaigns:view')).resolves.toMatchObject({ reason: 'no_grant' });

    const edited = await ask(account.owner, editRole, { roleId: made.id, grants: { 'reports:view': true } });
    expect(edited).toMatchObject({ version: version + 1, name, description: 'Looks' });
    expect(edited.members).toEqual([{ id: ada.id, name: 'Ada Lovelace', initials: 'AL' }]);
    await expect(account.check(ada.id, 'reports:export')).resolves.toMatchObject({ reason: 'no_grant' });

    const gone = { roleId: made.id };
    await expect(ask(account.owner, deleteRole, gone)).rejects.toMatchObject({
      code: 'role.replacement-required',
      details: { members: 2 },
    });
    await ask(account.owner, deleteRole, { ...gone, replacement: account.role('read-only') });
    await account.apply({ ...invited, status: 'active', revision: 2 });
    for (const { id } of [ada, invited]) {
      await expect(account.check(id, 'campaigns:view')).resolves.toMatchObject({ reason: 'granted' });
    }
    await expect(ask(account.owner, editRole, { ...gone, name: 'x' })).rejects.toEqual(refusal('role.not-found'));
  });

  it('are put in an order, behind the product’s', async () => {
    const double = await world.account();
    const inIt = asking(world, double);
    const make = async (name: string) => (await inIt(double.owner, createRole, { name, grants: {} })).id;
    const [a, b, c] = [await make('A'), await make('B'), await make('C')];
    const { items, version } = await inIt(double.owner, orderRoles, { roleIds: [c, a, b] });
    expect(items.slice(4).map(({ name }) => name)).toEqual(['C', 'A', 'B']);
    const listed = await inIt(double.owner, listRoles, { atLeast: version });
    expect(listed.items).toEqual(items);
    await expect(inIt(double.owner, orderRoles, { roleIds: [a, b] })).rejects.toEqual(refusal('request.invalid'));
    await expect(inIt(double.owner, orderRoles, { roleIds: [double.role('admin'), a, b, c] })).rejects.toEqual(
      refusal('role.system'),
    );
    await expect(inIt(double.owner, getRoleTree, {})).resolves.toEqual({ root: null });
  });

  it('take the permission and the plan; after a downgrade they still decide and can be deleted, but not edited', async () => {
    const editor = await account.member(['editor']);
    const role = { name: unique('Role'), grants: { 'reports:view': true } } as const;
    await expect(ask(editor, createRole, role)).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'roles:create' },
    });
    const made = await ask(account.owner, createRole, role);
    const holder = memberState({ roleIds: [made.id] });
    await account.apply(holder);
    world.planFeatures = [];
    const missing = refusal('plan.feature-missing');
    await expect(ask(account.owner, createRole, { ...role, name: unique('Other') })).rejects.toEqual(missing);
    await expect(ask(account.owner, editRole, { roleId: made.id, name: unique('x') })).rejects.toEqual(missing);
    await expect(
      ask(account.owner, previewChange, { change: { kind: 'role.edit', roleId: made.id, grants: {} } }),
    ).resolves.toMatchObject({ refusal: { code: 'plan.feature-missing' } });
    await expect(ask(account.owner, editRole, { roleId: uuidv7(), name: 'x' })).rejects.toEqual(
      refusal('role.not-found'),
    );
    await expect(account.check(holder.id, 'reports:view')).resolves.toMatchObject({ allowed: true });
    await ask(account.owner, deleteRole, { roleId: made.id, replacement: account.role('editor') });
  });

  it('take effect once for one idempotency key, even if the plan has changed since', async () => {
    const context = { ...account.as(account.owner), idempotencyKey: uuidv7() };
    const input = { name: unique('Once'), grants: {} };
    const first = await world.rpc.call(createRole, input, context);
    world.planFeatures = [];
    await expect(world.rpc.call(createRole, input, context)).resolves.toEqual(first);
  });

  it('are announced under their new name to the services that show members', async () => {
    const made = await ask(account.owner, createRole, { name: unique('Before'), grants: {} });
    const ada = memberState({ roleIds: [made.id] });
    await account.apply(ada);
    const name = unique('After');
    const { version } = await ask(account.owner, editRole, { roleId: made.id, name });
    const told = await world.query(
      `select envelope -> 'data' as data from outbox where envelope ->> 'subject' = $1
       order by (envelope #>> '{data,version}')::bigint desc limit 1`,
      [ada.id],
    );
    expect(told).toEqual([{ data: { memberId: ada.id, roles: [{ id: made.id, name }], version } }]);
  });
});

describe('A change', () => {
  it('is refused where the account is not the one that was seen', async () => {
    const bob = await account.member(['editor']);
    const version = await account.version();
    const input = { memberId: bob, roleIds: [account.role('read-only')], ifVersion: version };
    const changed = await ask(account.owner, setMemberRoles, input);
    expect(changed.version).toBe(version + 1);
    await expect(ask(account.owner, setMemberRoles, input)).rejects.toMatchObject({
      code: 'version.changed',
      details: { version: version + 1 },
    });
  });

  it('that changes nothing makes no version', async () => {
    const made = await ask(account.owner, createRole, { name: unique('Same'), grants: { 'reports:edit': true } });
    const again = { roleId: made.id, name: made.name, grants: { 'reports:edit': true } } as const;
    await expect(ask(account.owner, editRole, again)).resolves.toMatchObject({ version: made.version });
    const bob = await account.member(['editor']);
    const { version } = await ask(account.owner, setMemberManager, { reportId: bob, memberId: account.owner });
    await expect(ask(account.owner, setMemberManager, { reportId: bob, memberId: account.owner })).resolves.toEqual({
      memberId: bob,
      managerId: account.owner,
      version,
    });
  });
});

describe('The manager of a member', () => {
  it('is a member who is not below them; the owner has none', async () => {
    const [ada, bob, cid] = [
      await account.member(['editor']),
      await account.member(['editor']),
      await account.member(['editor']),
    ];
    const set = (reportId: string, memberId: string | null) =>
      ask(account.owner, setMemberManager, { reportId, memberId });
    await set(bob, ada);
    await set(cid, bob);
    await expect(set(ada, cid)).rejects.toEqual(refusal('member.manager-cycle'));
    await expect(set(ada, ada)).rejects.toEqual(refusal('member.manager-cycle'));
    await expect(set(account.owner, ada)).rejects.toEqual(refusal('member.is-owner'));
    await expect(set(ada, uuidv7())).rejects.toEqual(refusal('member.not-found'));
    await account.takeAway(account.owner, bob, 'deleted', 2);
    const rows = await world.query('select manager_id from members where id = $1', [cid]);
    expect(rows).toEqual([{ manager_id: ada }]);
    await expect(set(cid, null)).resolves.toMatchObject({ managerId: null });
  });
});
