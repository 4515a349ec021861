import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '../catalogue/catalogue.js';
import type { SubordinateBasis } from '../catalogue/definition.js';
import { compile } from '../compiled/compiled-account.js';
import type { AccountPolicy } from '../policy/policy.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { filterOf } from '../filter/filter-of.js';
import { check } from './decide.js';

const NOW = 1_000;
const catalogueBy = (subordinateBasis?: SubordinateBasis) =>
  new Catalogue({
    hash: `reach ${subordinateBasis}`,
    features: [{ key: 'deals', label: 'Deals', actions: [{ key: 'view', label: 'View', kind: 'scoped' }] }],
    ...(subordinateBasis && { subordinateBasis }),
  });

const grants = { 'deals:view': ['own', 'subordinate'] } as const;
const account = (said: Pick<AccountPolicy, 'roles' | 'members'>): AccountPolicy => ({
  accountId: 'a',
  status: 'active',
  version: 1,
  ownerMemberId: 'owner',
  ...said,
});

/** Whether m0 sees a deal of this owner. Both engines are asked. */
function sees(policy: AccountPolicy, ownerId: string, basis?: SubordinateBasis): boolean {
  const catalogue = catalogueBy(basis);
  const question = { memberId: 'm0', permission: 'deals:view', record: { type: 'deals', ownerId } };
  const readable = check(snapshotOf(catalogue, policy), question, NOW);
  expect(compile(catalogue, policy).check(question, NOW)).toBe(readable);
  return readable;
}

const both = account({
  roles: [
    { id: 'lead', grants },
    { id: 'rep', grants: {}, managerRoleId: 'lead' },
    { id: 'other', grants: {} },
  ],
  members: [
    { id: 'm0', status: 'active', roleIds: ['lead'] },
    { id: 'byTree', status: 'active', roleIds: ['rep'] },
    { id: 'byManager', status: 'active', roleIds: ['other'], managerId: 'm0' },
    { id: 'byManagerTwice', status: 'inactive', roleIds: [], managerId: 'byManager' },
  ],
});

describe('Who is a subordinate', () => {
  it.each<[SubordinateBasis | undefined, string[]]>([
    ['roleTree', ['byTree']],
    ['userManager', ['byManager', 'byManagerTwice']],
    ['both', ['byTree', 'byManager', 'byManagerTwice']],
    [undefined, ['byTree', 'byManager', 'byManagerTwice']],
  ])('goes by the preset: %s', (basis, wanted) => {
    const others = both.members.map(({ id }) => id).filter((id) => id !== 'm0');
    expect(others.filter((id) => sees(both, id, basis))).toEqual(wanted);
  });
});

it("A partner's member is nobody's manager, even if a chain leads to them", () => {
  const exceptions = [{ permission: 'deals:view', effect: 'allow', scope: ['subordinate'] }] as const;
  const members = [{ id: 'ward', status: 'active', roleIds: [], managerId: 'm0' }] as const;
  const policy: AccountPolicy = {
    ...account({ roles: [], members }),
    projects: [{ id: 'p', ownerMemberId: 'ward', team: [{ memberId: 'm0' }] }],
    partners: [
      { accountId: 'b', status: 'active', projectIds: ['p'], members: [{ id: 'm0', status: 'active', exceptions }] },
    ],
  };
  const snapshot = snapshotOf(catalogueBy('both'), policy);
  const asked = { memberId: 'm0', permission: 'deals:view', projectId: 'p' };
  const reaches = (ownerId: string) => check(snapshot, { ...asked, record: { type: 'deals', ownerId } }, NOW);
  expect([reaches('m0'), reaches('ward')]).toEqual([true, false]);
  expect(filterOf(snapshot, asked, NOW)).toMatchObject({ predicate: { managed: false } });
});

/** m0 above m1 above m2 … */
const chain = (length: number): AccountPolicy =>
  account({
    roles: [{ id: 'all', grants }],
    members: Array.from({ length }, (_, n) => ({
      id: `m${n}`,
      status: 'active',
      roleIds: ['all'],
      managerId: n === 0 ? null : `m${n - 1}`,
    })),
  });

const tree = (length: number): AccountPolicy =>
  account({
    roles: Array.from({ length }, (_, n) => ({ id: `r${n}`, grants, managerRoleId: n === 0 ? null : `r${n - 1}` })),
    members: Array.from({ length }, (_, n) => ({ id: `m${n}`, status: 'active', roleIds: [`r${n}`] })),
  });

describe.each([
  ['The chain of managers', chain],
  ['The tree of roles', tree],
])('%s', (_, deep) => {
  it('is followed to its whole depth of 32', () => {
    expect(sees(deep(32), 'm31')).toBe(true);
  });

  it('that contains a cycle, which cannot be created, is left again', () => {
    const policy = deep(3);
    const round = {
      ...policy,
      roles: policy.roles.map((role) => (role.id === 'r0' ? role : { ...role, managerRoleId: 'r2' })),
      members: policy.members.map((member) => (member.id === 'm0' ? member : { ...member, managerId: 'm2' })),
    };
    expect(sees(round, 'm2')).toBe(false);
  });
});
