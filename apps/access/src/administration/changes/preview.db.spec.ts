import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addException,
  createRole,
  deleteRole,
  editRole,
  orderRoles,
  previewChange,
  removeException,
  setMemberManager,
  setMemberRoles,
  type Change,
  type PermissionDifference,
} from '@roster/contracts';
import { beyond, effective, type Held } from '@roster/permissions';
import * as fc from 'fast-check';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { modelAccount, type ModelAccount } from '../../../../../test/access/model-account.js';
import { memberState } from '../../../../../test/access/people.js';
import { readAccount } from '../../../../../test/access/read-account.js';
import { runs } from '../../../../../test/harness/scale.js';

const RUNS = runs(30);

let world: AccessWorld;
let model: ModelAccount;

beforeAll(async () => {
  world = await AccessWorld.create();
});
beforeEach(async () => {
  model = await modelAccount(world);
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });

/** What every member may do according to the database: in the account, and in each project. */
async function everybody(): Promise<Map<string, Held>> {
  const { account, members, projects } = model;
  const { snapshot } = await readAccount(world, account.id);
  const now = Date.now();
  const all = new Map<string, Held>();
  for (const memberId of [account.owner, ...Object.values(members)]) {
    const ofAccount = effective(snapshot, memberId, now).permissions;
    all.set(memberId, ofAccount);
    for (const projectId of Object.values(projects)) {
      all.set(`${memberId} ${projectId}`, beyond(effective(snapshot, memberId, now, projectId).permissions, ofAccount));
    }
  }
  return all;
}

function differencesBetween(before: Map<string, Held>, after: Map<string, Held>): PermissionDifference[] {
  return [...after].flatMap(([place, is]) => {
    const was = before.get(place) ?? {};
    const [gained, lost] = [beyond(is, was), beyond(was, is)];
    if (Object.keys(gained).length + Object.keys(lost).length === 0) return [];
    const [memberId = '', projectId] = place.split(' ');
    return [{ memberId, ...(projectId && { projectId }), gained, lost } as PermissionDifference];
  });
}

const sorted = (differences: readonly PermissionDifference[]) =>
  differences.toSorted((a, b) => `${a.memberId} ${a.projectId}`.localeCompare(`${b.memberId} ${b.projectId}`));

/** Makes the change permanently, by its own contract. */
function apply(actorId: string, { kind, ...change }: Change): Promise<unknown> {
  const { ask } = model;
  switch (kind) {
    case 'role.create':
      return ask(actorId, createRole, change as never);
    case 'role.edit':
      return ask(actorId, editRole, change as never);
    case 'role.delete':
      return ask(actorId, deleteRole, change as never);
    case 'role.order':
      return ask(actorId, orderRoles, change as never);
    case 'member.set-roles':
      return ask(actorId, setMemberRoles, change as never);
    case 'member.set-manager': {
      const { memberId, managerId, ...rest } = change as never as { memberId: string; managerId: string };
      return ask(actorId, setMemberManager, { ...rest, reportId: memberId, memberId: managerId });
    }
    case 'exception.add':
      return ask(actorId, addException, change as never);
    default:
      return ask(actorId, removeException, change as never);
  }
}

const SCOPED = ['contacts:view', 'contacts:edit', 'tasks:edit'];
const TOGGLES = ['contacts:call', 'tasks:cancel', 'dialogs:view', 'dialogs:train', 'members:edit', 'permissions:edit'];
const scope = fc.subarray(['own', 'sameRole', 'subordinate', 'unowned', 'all'] as const, { minLength: 1 });
const grants = fc
  .tuple(fc.subarray(SCOPED), scope, fc.subarray(TOGGLES))
  .map(([scoped, names, toggles]) =>
    Object.fromEntries([...scoped.map((key) => [key, names] as const), ...toggles.map((key) => [key, true] as const)]),
  );

interface Refused {
  readonly code: string;
  readonly details?: { readonly permission?: string };
}

/** Any change that is possible here. Most of them are allowed to somebody. */
function anyChange(): fc.Arbitrary<Change> {
  const { members, roles, projects, account } = model;
  const member = fc.constantFrom(...Object.values(members));
  const role = fc.constantFrom(...Object.values(roles));
  const above = fc.constantFrom(account.role('chief'), ...Object.values(roles));
  const projectId = fc.option(fc.constantFrom(...Object.values(projects)), { nil: undefined });
  const name = fc.uuid();
  return fc.oneof(
    fc.record({ kind: fc.constant('role.create' as const), name, grants, managerRoleId: above }),
    fc.record({ kind: fc.constant('role.edit' as const), roleId: role, grants }),
    fc.record({ kind: fc.constant('role.edit' as const), roleId: role, managerRoleId: above }),
    fc.record({
      kind: fc.constant('member.set-roles' as const),
      memberId: member,
      roleIds: fc.subarray(Object.values(roles)),
    }),
    fc.record({ kind: fc.constant('member.set-manager' as const), memberId: member, managerId: fc.option(member) }),
    fc
      .record({ memberId: member, permission: fc.constantFrom(...SCOPED), scope })
      .map((said) => ({ kind: 'exception.add' as const, effect: 'allow' as const, ...said, scope: [...said.scope] })),
    fc
      .record({
        memberId: member,
        permission: fc.constantFrom(...TOGGLES),
        effect: fc.constantFrom('allow' as const, 'deny' as const),
        projectId,
      })
      .map(({ projectId: where, ...said }) => ({
        kind: 'exception.add' as const,
        ...said,
        ...(where && { projectId: where }),
      })),
  );
}

describe('A preview', () => {
  it('says exactly what happens when the change is made, or why it is refused', async () => {
    const outcomes = new Map<string, number>();
    const { account, ask, members } = model;
    const actors = fc.constantFrom(account.owner, account.owner, members.admin, members.boss);
    await fc.assert(
      fc.asyncProperty(actors, anyChange(), async (actorId, change) => {
        const asked = await ask(actorId, previewChange, { change }).catch((error: Refused) => error);
        // A member who may not see others is told neither the effect of the change nor whether they could make it.
        if ('code' in asked && asked.details?.permission === 'permissions:view') return;
        const before = await everybody();
        if ('code' in asked) {
          outcomes.set(asked.code, (outcomes.get(asked.code) ?? 0) + 1);
          await expect(apply(actorId, change)).rejects.toMatchObject({ code: asked.code });
          return;
        }
        const applied = await apply(actorId, { ...change, ifVersion: asked.version }).then(
          () => 'applied',
          (error: { code: string }) => error.code,
        );
        outcomes.set(applied, (outcomes.get(applied) ?? 0) + 1);
        expect(applied).toBe(asked.refusal?.code ?? 'applied');
        const happened = differencesBetween(before, await everybody());
        expect(sorted(happened)).toEqual(applied === 'applied' ? sorted(asked.differences) : []);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(outcomes.get('applied')).toBeGreaterThan(RUNS / 10);
    expect(outcomes.size).toBeGreaterThan(2);
  });

  it('of a transfer of ownership shows what identity’s event will bring', async () => {
    const { account, ask, members, roles } = model;
    const transfer = { kind: 'ownership.transfer', memberId: members.lead, formerOwnerRoleId: roles.desk } as const;
    const preview = await ask(account.owner, previewChange, { change: transfer });
    const before = await everybody();
    const state = { ...account.state, ownerMemberId: members.lead, revision: 2 };
    await world.applyTransfer(state, memberState({ id: members.lead, revision: 3 }), {
      memberId: account.owner,
      roleId: roles.desk,
    });
    expect(preview.differences.length).toBeGreaterThan(1);
    expect(sorted(differencesBetween(before, await everybody()))).toEqual(sorted(preview.differences));
    const rows = await world.query<{ member_id: string; role_id: string }>(
      'select member_id, role_id from member_roles where member_id = any($1) order by role_id',
      [[account.owner, members.lead]],
    );
    expect(rows.filter(({ member_id: id }) => id === account.owner).map(({ role_id: id }) => id)).toEqual([roles.desk]);
    expect(rows.filter(({ member_id: id }) => id === members.lead).map(({ role_id: id }) => id)).toContain(
      account.role('chief'),
    );
  });

  it('of a transfer of ownership includes identity’s refusal: access does not know who has signed in before', async () => {
    const { account, ask, members, roles } = model;
    const change = { kind: 'ownership.transfer', memberId: members.lead, formerOwnerRoleId: roles.desk } as const;
    world.notEstablished.set(members.lead, 'never-signed-in');
    const preview = await ask(account.owner, previewChange, { change });
    expect(preview).toMatchObject({
      refusal: { code: 'ownership.candidate-not-established', details: { reason: 'never-signed-in' } },
    });
    expect(preview.differences.length).toBeGreaterThan(1);
    world.notEstablished.clear();
    await expect(ask(account.owner, previewChange, { change })).resolves.not.toHaveProperty('refusal');
  });

  it('names those whom it shows, for who may see the members', async () => {
    const { account, ask } = model;
    const sighted = await ask(account.owner, createRole, {
      name: 'Sees permissions only',
      grants: { 'roles:edit': true, 'permissions:view': true, 'contacts:call': true },
      managerRoleId: account.role('chief'),
    });
    const held = await ask(account.owner, createRole, {
      name: 'Held',
      grants: { 'contacts:call': true },
      managerRoleId: sighted.id,
    });
    const editor = memberState({ roleIds: [sighted.id] });
    const holder = memberState({ roleIds: [held.id], firstName: 'Hedy', lastName: 'Holder' });
    await account.apply(editor);
    await account.apply(holder);
    const change = { kind: 'role.edit', roleId: held.id, grants: {} } as const;
    const members = [{ id: holder.id, name: 'Hedy Holder', initials: 'HH' }];
    await expect(ask(account.owner, previewChange, { change })).resolves.toMatchObject({ members });
    const unnamed = await ask(editor.id, previewChange, { change });
    expect(unnamed).toMatchObject({ differenceCount: 1, members: [] });
  });

  it('takes the permission of the change, and the right to see the members that it shows', async () => {
    const { account, ask, members, roles } = model;
    const preview = (actorId: string, change: Change) => ask(actorId, previewChange, { change });
    const edit = { kind: 'role.edit', roleId: roles.rep, grants: {} } as const;
    await expect(preview(members.desk, edit)).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'roles:edit' },
    });
    const transfer = { kind: 'ownership.transfer', memberId: members.lead } as const;
    await expect(preview(members.admin, transfer)).rejects.toEqual(refusal('account.not-owner'));
    const service = memberState({ userId: null, roleIds: [roles.rep] });
    await account.apply(service);
    const toNobody = { ...transfer, memberId: service.id, formerOwnerRoleId: roles.desk };
    await expect(preview(account.owner, toNobody)).rejects.toEqual(refusal('member.not-found'));
    const blind = await ask(account.owner, createRole, {
      name: 'Blind editor',
      grants: { 'roles:edit': true, 'contacts:edit': ['all'], 'dialogs:train': true, 'contacts:call': true },
      managerRoleId: account.role('chief'),
    });
    const editor = memberState({ roleIds: [blind.id] });
    await account.apply(editor);
    const other = await ask(account.owner, createRole, {
      name: 'Held',
      grants: { 'contacts:call': true },
      managerRoleId: blind.id,
    });
    await account.apply(memberState({ roleIds: [other.id] }));
    await expect(preview(editor.id, { ...edit, roleId: other.id })).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'permissions:view' },
    });
  });

  it('fails where it names what does not exist, or cannot be read, and changes nothing', async () => {
    const { account, ask, members, roles } = model;
    const version = await account.version();
    const preview = (change: object) => ask(account.owner, previewChange, { change: change as Change });
    const unknown = account.id;
    await expect(preview({ kind: 'role.edit', roleId: unknown })).rejects.toEqual(refusal('role.not-found'));
    await expect(preview({ kind: 'member.set-roles', memberId: unknown, roleIds: [] })).rejects.toEqual(
      refusal('member.not-found'),
    );
    await expect(preview({ kind: 'something' })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'change.kind' }] },
    });
    await expect(preview({ kind: 'role.edit', roleId: roles.rep, grants: { 'x:y': true } })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: [{ path: 'change.grants.x:y' }] },
    });
    await expect(preview({ kind: 'member.set-roles', memberId: members.rep })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { errors: expect.arrayContaining([expect.objectContaining({ path: 'change.roleIds' })]) },
    });
    await expect(preview({ kind: 'role.edit', roleId: roles.rep, ifVersion: 1 })).rejects.toEqual(
      refusal('version.changed'),
    );
    const cycle = { kind: 'role.edit', roleId: roles.lead, managerRoleId: roles.lead };
    await expect(preview(cycle)).resolves.toMatchObject({ version, differences: [], refusal: { code: 'role.cycle' } });
    await expect(account.version()).resolves.toBe(version);
  });
});
