import { describe, expect, it } from '@jest/globals';
import type { Change } from '@roster/contracts';
import { accountOf, presetWith, type Described } from '../../../../../test/access/account-of.js';
import { nextAccount } from '../changes/kinds.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';

const refusal = (code: string) => expect.objectContaining({ code });
const invalid = (...paths: string[]) =>
  expect.objectContaining({
    code: 'request.invalid',
    details: { errors: paths.map((path) => expect.objectContaining({ path })) },
  });

function apply(described: Described | AccountSnapshot, change: Change): AccountSnapshot {
  const account = 'stored' in described ? described : accountOf(described);
  return account.next(nextAccount({ account, now: 0, createdId: 'created', actorId: 'owner' }, change));
}

const create = (more: object = {}): Change => ({ kind: 'role.create', name: 'New', grants: {}, ...more });
const edit = (roleId: string, more: object): Change => ({ kind: 'role.edit', roleId, ...more });
const remove = (roleId: string, replacement?: string): Change => ({
  kind: 'role.delete',
  roleId,
  ...(replacement && { replacement }),
});

const roles = { desk: { grants: {} }, sales: { grants: {} }, third: { grants: {} } };
const tree = presetWith({ roleTree: true });

describe('A role that is made', () => {
  it('is last in the order and includes what its actions imply, in the order of the catalogue', () => {
    const grants = { 'contacts:merge': true, 'contacts:edit': ['sameRole'], 'bots:train': true };
    const created = apply({ roles }, create({ name: 'Mergers', icon: 'star', grants })).roles.at(-1);
    expect(created).toMatchObject({ id: 'created', name: 'Mergers', icon: 'star', description: '', position: 4 });
    expect(Object.entries(created?.grants ?? {})).toEqual([
      ['contacts:view', ['own', 'sameRole']],
      ['contacts:edit', ['own', 'sameRole']],
      ['contacts:merge', true],
      ['bots:view', true],
      ['bots:train', true],
    ]);
  });

  it('grants only what can be granted, and explains each error', () => {
    const grants = { 'x:y': true, 'bots:drop': true, 'contacts:merge': ['own'], 'contacts:view': true };
    expect(() => apply({}, create({ grants }))).toThrow(
      invalid('grants.x:y', 'grants.bots:drop', 'grants.contacts:merge', 'grants.contacts:view'),
    );
    expect(() => apply({}, create({ grants: { 'contacts:view': ['everything'] } }))).toThrow(
      invalid('grants.contacts:view'),
    );
  });

  it('has a unique name, whatever the case', () => {
    expect(() => apply({ roles }, create({ name: 'DESK' }))).toThrow(refusal('role.name-taken'));
    expect(() => apply({ roles }, create({ name: 'ａｄｍｉｎ' }))).toThrow(refusal('role.name-taken'));
    expect(() => apply({ roles }, edit('desk', { name: 'Desk' }))).not.toThrow();
    expect(() => apply({ roles }, edit('desk', { name: 'Sales' }))).toThrow(refusal('role.name-taken'));
  });

  it('is refused beyond the limit, and where the product has no custom roles', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`role ${at}`, { grants: {} }]));
    expect(() => apply({ roles: many }, create())).toThrow(refusal('role.limit-reached'));
    const preset = presetWith();
    const without = { ...preset, features: { ...preset.features, customRoles: 'off' as const } };
    expect(() => apply({ preset: without }, create())).toThrow(refusal('role.not-allowed'));
  });
});

describe('A role that is edited', () => {
  it('keeps what is left out, and loses the grants that are not named', () => {
    const described = { roles: { desk: { grants: { 'contacts:view': ['own'] } } } } as const;
    const renamed = apply(described, edit('desk', { name: 'Front' })).roles.at(-1);
    expect(renamed).toMatchObject({ name: 'Front', grants: { 'contacts:view': ['own'] } });
    expect(apply(described, edit('desk', { grants: {} })).roles.at(-1)?.grants).toEqual({});
  });

  it('is a custom role', () => {
    expect(() => apply({}, edit('admin', { name: 'Boss' }))).toThrow(refusal('role.system'));
    expect(() => apply({}, edit('nobody', { name: 'Boss' }))).toThrow(refusal('role.not-found'));
  });
});

describe('The tree of roles', () => {
  const described = {
    preset: tree,
    roles: {
      top: { grants: {}, below: 'admin' },
      mid: { grants: {}, below: 'top' },
      low: { grants: {}, below: 'mid' },
    },
  };

  it('has one root, and every other role a role above it', () => {
    expect(() => apply(described, create())).toThrow(invalid('managerRoleId'));
    expect(() => apply(described, create({ managerRoleId: 'nobody' }))).toThrow(refusal('role.not-found'));
    expect(apply(described, create({ managerRoleId: 'low' })).roles.at(-1)).toMatchObject({ managerRoleId: 'low' });
    expect(() => apply({ roles }, create({ managerRoleId: 'desk' }))).toThrow(invalid('managerRoleId'));
  });

  it('has no cycle, and is at most 32 deep', () => {
    const move = (roleId: string, managerRoleId: string) => apply(described, edit(roleId, { managerRoleId }));
    expect(() => move('top', 'top')).toThrow(refusal('role.cycle'));
    expect(() => move('top', 'low')).toThrow(refusal('role.cycle'));
    expect(move('low', 'top').roles.find(({ id }) => id === 'low')).toMatchObject({ managerRoleId: 'top' });
    const deep = Object.fromEntries(
      Array.from({ length: 31 }, (_, at) => [`r${at}`, { grants: {}, below: at === 0 ? 'admin' : `r${at - 1}` }]),
    );
    const under = (managerRoleId: string) => apply({ preset: tree, roles: deep }, create({ managerRoleId }));
    expect(() => under('r29')).not.toThrow();
    expect(() => under('r30')).toThrow(refusal('role.too-deep'));
  });

  it('stays connected when a role is deleted', () => {
    const after = apply(described, remove('mid'));
    expect(after.roles.map(({ id, managerRoleId }) => [id, managerRoleId])).toEqual([
      ['admin', null],
      ['top', 'admin'],
      ['low', 'top'],
    ]);
  });

  it('leaves its root to the owner', () => {
    const members = { ada: ['top'] };
    const give = (memberId: string, ...roleIds: string[]): Change => ({ kind: 'member.set-roles', memberId, roleIds });
    expect(() => apply({ ...described, members }, give('ada', 'admin'))).toThrow(refusal('role.owners-only'));
    expect(() => apply({ ...described, members }, give('owner', 'admin', 'top'))).not.toThrow();
    expect(() => apply({ ...described, members }, give('owner', 'top'))).toThrow(refusal('member.is-owner'));
    expect(() => apply({ ...described, members }, remove('top', 'admin'))).toThrow(refusal('role.owners-only'));
  });
});

describe('A role that is deleted', () => {
  const described = {
    roles,
    members: { ada: ['desk'], bob: ['desk', 'sales'], cid: { roleIds: ['desk'], status: 'invited' as const } },
  };

  it('is replaced for its members, once each, and for those who were only invited', () => {
    expect(() => apply(described, remove('desk'))).toThrow(
      expect.objectContaining({ code: 'role.replacement-required', details: { members: 3, connections: [] } }),
    );
    const after = apply(described, remove('desk', 'sales'));
    expect(after.stored.members.slice(1).map(({ roleIds }) => roleIds)).toEqual([['sales'], ['sales'], ['sales']]);
    expect(after.stored.roles.find(({ id }) => id === 'desk')).toMatchObject({ deleted: true, replacedBy: 'sales' });
    expect(after.presentRole('desk')?.id).toBe('sales');
  });

  it('passes on the roles that it had replaced itself', () => {
    const twice = apply(apply(described, remove('desk', 'sales')), remove('sales', 'third'));
    expect(twice.stored.roles.filter(({ deleted }) => deleted).map(({ replacedBy }) => replacedBy)).toEqual([
      'third',
      'third',
    ]);
  });

  it('needs no replacement where nobody has it; system roles are not deleted, and no role replaces itself', () => {
    expect(apply({ roles }, remove('desk')).roles.map(({ id }) => id)).toEqual(['admin', 'sales', 'third']);
    expect(() => apply({}, remove('admin'))).toThrow(refusal('role.system'));
    expect(() => apply(described, remove('desk', 'desk'))).toThrow(invalid('replacement'));
    expect(() => apply(described, remove('desk', 'nobody'))).toThrow(refusal('role.not-found'));
  });
});

describe('The order of the roles', () => {
  const order = (...roleIds: string[]): Change => ({ kind: 'role.order', roleIds });

  it('is set for custom roles, after those of the product', () => {
    const after = apply({ roles }, order('third', 'desk', 'sales'));
    expect(after.roles.map(({ id }) => id)).toEqual(['admin', 'third', 'desk', 'sales']);
  });

  it('names each of them exactly once', () => {
    expect(() => apply({ roles }, order('third', 'desk'))).toThrow(invalid('roleIds'));
    expect(() => apply({ roles }, order('third', 'desk', 'desk'))).toThrow(invalid('roleIds'));
    expect(() => apply({ roles }, order('admin', 'third', 'desk', 'sales'))).toThrow(refusal('role.system'));
    expect(() => apply({ roles }, order('x', 'third', 'desk', 'sales'))).toThrow(refusal('role.not-found'));
  });
});
