import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addException,
  copyPermissions,
  getMemberPermissions,
  listExceptions,
  previewChange,
  removeException,
  type AddException,
} from '@roster/contracts';
import { v7 as uuidv7 } from 'uuid';
import { AccessWorld } from '../../../../../test/access/access-world.js';
import { memberState } from '../../../../../test/access/people.js';
import { modelAccount, type ModelAccount } from '../../../../../test/access/model-account.js';

let world: AccessWorld;
let model: ModelAccount;

beforeAll(async () => {
  world = await AccessWorld.create();
  model = await modelAccount(world);
});
afterAll(() => world.close());

const refusal = (code: string) => expect.objectContaining({ code });
const add = (actorId: string, said: Partial<AddException> & { memberId: string }) =>
  model.ask(actorId, addException, { permission: 'contacts:call', effect: 'allow', ...said });
const list = (actorId: string, memberId: string) => model.ask(actorId, listExceptions, { memberId });
const check = (memberId: string, permission: string, projectId?: string) =>
  model
    .ask(model.account.owner, getMemberPermissions, { memberId, ...(projectId && { projectId }) })
    .then(({ permissions }) => permissions.find((held) => held.permission === permission));

async function newcomer() {
  const member = memberState();
  await model.account.apply(member);
  return member;
}

describe('Exceptions', () => {
  it('hold from their version on, until they expire or are removed', async () => {
    const { account, members } = model;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const added = await add(account.owner, { memberId: members.desk, expiresAt, reason: 'Holiday' });
    expect(added).toMatchObject({ memberId: members.desk, scope: null, expiresAt, reason: 'Holiday', projectId: null });
    await expect(check(members.desk, 'contacts:call')).resolves.toEqual({
      permission: 'contacts:call',
      scope: ['all'],
      until: expiresAt,
      sources: [{ kind: 'exception', scope: ['all'], permission: 'contacts:call', expiresAt }],
    });
    const { id, version, ...row } = added;
    const { items } = await list(account.owner, members.desk);
    expect(items).toEqual([{ id, ...row }]);
    const removal = { memberId: members.desk, exceptionId: id };
    await expect(model.ask(account.owner, removeException, removal)).resolves.toEqual({ version: version + 1 });
    await expect(check(members.desk, 'contacts:call')).resolves.toBeUndefined();
    await expect(model.ask(account.owner, removeException, removal)).rejects.toEqual(refusal('exception.not-found'));
  });

  it('take the permission to edit permissions, and showing them takes the permission to view permissions', async () => {
    const { members } = model;
    await expect(add(members.desk, { memberId: members.rep })).rejects.toMatchObject({
      code: 'permission.denied',
      details: { permission: 'permissions:edit' },
    });
    await expect(list(members.desk, members.rep)).rejects.toEqual(refusal('permission.denied'));
    await expect(list(members.desk, uuidv7())).rejects.toEqual(refusal('permission.denied'));
    await expect(list(members.rep, members.rep)).resolves.toMatchObject({ nextCursor: null });
    await expect(list(members.admin, uuidv7())).rejects.toEqual(refusal('member.not-found'));
  });

  it('are not for a product that has none, nor for a member who is not of the account', async () => {
    const other = await world.account();
    const stranger = await other.member(['editor']);
    await expect(add(model.account.owner, { memberId: stranger })).rejects.toEqual(refusal('member.not-found'));
    const input = { memberId: stranger, permission: 'campaigns:view', effect: 'allow' } as const;
    await expect(world.rpc.call(addException, input, other.as(other.owner))).rejects.toEqual(
      refusal('exception.not-allowed'),
    );
  });

  it('of a project are given, shown and removed by its owner, and only in that project', async () => {
    const { members, projects } = model;
    const train = { memberId: members.admin, permission: 'dialogs:train' };
    const { id } = await add(members.boss, { ...train, projectId: projects.one });
    await expect(check(members.admin, 'dialogs:train', projects.one)).resolves.toMatchObject({ scope: ['all'] });
    await expect(check(members.admin, 'dialogs:train', projects.two)).resolves.toBeUndefined();
    await expect(list(members.boss, members.admin)).resolves.toMatchObject({ items: [{ id }] });
    const denied = refusal('permission.denied');
    await expect(add(members.boss, { ...train, projectId: projects.two })).rejects.toEqual(
      refusal('project.not-found'),
    );
    await expect(add(members.boss, train)).rejects.toEqual(denied);
    const whole = { memberId: members.admin, permission: 'members:edit', projectId: projects.one };
    await expect(add(members.boss, whole)).rejects.toEqual(refusal('request.invalid'));
    await model.ask(members.boss, removeException, { memberId: members.admin, exceptionId: id });
    await expect(check(members.admin, 'dialogs:train', projects.one)).resolves.toBeUndefined();
  });
});

describe('What a member may do', () => {
  it('is shown with its sources', async () => {
    const { account, members, roles, projects } = model;
    await expect(check(members.rep, 'contacts:edit')).resolves.toEqual({
      permission: 'contacts:edit',
      scope: ['own'],
      sources: [{ kind: 'role', scope: ['own'], roleId: roles.rep, name: 'Rep' }],
    });
    await expect(check(members.rep, 'self:view')).resolves.toMatchObject({ sources: [{ kind: 'everyone' }] });
    await expect(check(account.owner, 'account:transfer')).resolves.toMatchObject({
      sources: [{ kind: 'accountOwner', scope: ['all'] }],
    });
    await expect(check(members.boss, 'dialogs:configure', projects.one)).resolves.toMatchObject({
      sources: [{ kind: 'projectOwner' }],
    });
    const see = (memberId: string, projectId?: string) =>
      model.ask(members.boss, getMemberPermissions, { memberId, ...(projectId && { projectId }) });
    await expect(see(members.rep, projects.one)).resolves.toMatchObject({ memberId: members.rep });
    const shown = await see(members.rep, projects.one);
    const { permissions } = await model.ask(account.owner, getMemberPermissions, { memberId: members.rep });
    expect(permissions.map(({ permission }) => permission)).toContain('contacts:edit');
    expect(shown.permissions.map(({ permission }) => permission)).not.toContain('contacts:edit');
    await expect(see(members.rep)).rejects.toEqual(refusal('permission.denied'));
    await expect(see(members.boss)).resolves.toMatchObject({ memberId: members.boss });
    await expect(see(members.boss, uuidv7())).rejects.toEqual(refusal('project.not-found'));
  });
});

describe('A copy', () => {
  it('is shown first, and is then what was shown', async () => {
    const { account, ask, members } = model;
    await add(account.owner, { memberId: members.lead, permission: 'tasks:cancel' });
    await add(account.owner, { memberId: members.lead, permission: 'contacts:delete', scope: ['own'] });
    await add(account.owner, { memberId: members.idle, permission: 'contacts:call' });
    const copy = { memberId: members.idle, from: members.lead };
    const version = await account.version();
    const shown = await ask(account.owner, copyPermissions, { ...copy, dryRun: true });
    expect(shown).toMatchObject({ version, memberId: members.idle });
    await expect(account.version()).resolves.toBe(version);
    const done = await ask(account.owner, copyPermissions, { ...copy, ifVersion: version });
    const said = ({ exceptions }: typeof done) => exceptions.map(({ permission, scope }) => [permission, scope]);
    expect(said(done)).toEqual(said(shown));
    expect(said(done)).toEqual([
      ['tasks:cancel', null],
      ['contacts:delete', ['own']],
    ]);
    expect(done).toMatchObject({ version: version + 1, differences: shown.differences });
    await expect(ask(account.owner, copyPermissions, copy)).resolves.toMatchObject({ version: version + 1 });
  });

  it('gives nobody more than the actor has', async () => {
    const { account, ask, members } = model;
    const { id: memberId } = await newcomer();
    await add(account.owner, { memberId: members.rep, permission: 'contacts:delete', scope: ['all'] });
    const copy = { memberId, from: members.rep };
    for (const dryRun of [true, false]) {
      await expect(ask(members.admin, copyPermissions, { ...copy, dryRun })).rejects.toMatchObject({
        code: 'privilege.above-own',
        details: { above: { 'contacts:delete': ['all'] } },
      });
    }
  });

  it('from the owner takes nothing from anyone: it is refused, in a dry run and in the preview too', async () => {
    const { account, ask, members, projects } = model;
    const { id: memberId } = await newcomer();
    await add(account.owner, { memberId, permission: 'tasks:cancel' });
    const before = await list(account.owner, memberId);
    const version = await account.version();
    const fromOwner = { code: 'permission.copy-from-owner' };
    for (const { from, projectId } of [
      { from: account.owner, projectId: undefined },
      { from: account.owner, projectId: projects.one },
      { from: members.boss, projectId: projects.one },
    ]) {
      const copy = { memberId, from, ...(projectId && { projectId }) };
      for (const dryRun of [true, false]) {
        await expect(ask(account.owner, copyPermissions, { ...copy, dryRun })).rejects.toMatchObject(fromOwner);
      }
      const change = { kind: 'permissions.copy', ...copy } as const;
      const preview = await ask(account.owner, previewChange, { change });
      expect(preview).toMatchObject({ version, refusal: fromOwner, differences: [] });
    }
    await expect(list(account.owner, memberId)).resolves.toEqual(before);
    await expect(account.version()).resolves.toBe(version);
  });

  it('to the owner is only for the owner to make, and has no effect while they own the account', async () => {
    const { account, ask, members } = model;
    const copy = { memberId: account.owner, from: members.idle };
    await expect(ask(members.admin, copyPermissions, copy)).rejects.toMatchObject({ code: 'privilege.above-own' });
    const { differences } = await ask(account.owner, copyPermissions, copy);
    expect(differences).toEqual([]);
  });
});
