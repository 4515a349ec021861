import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '../catalogue/catalogue.js';
import { decide, explain } from '../decision/decide.js';
import type { AccountPolicy, MemberPolicy } from '../policy/policy.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { effective, exceeds } from './effective.js';

const NOW = 1_000;
const catalogue = new Catalogue({
  hash: 'test',
  features: [
    {
      key: 'deals',
      label: 'Deals',
      actions: [
        { key: 'view', label: 'View', kind: 'scoped' },
        { key: 'edit', label: 'Edit', kind: 'scoped' },
        { key: 'create', label: 'Create', is: 'edit' },
      ],
    },
    { key: 'plans', label: 'Plans', actions: [{ key: 'view', label: 'View', level: 'project' }] },
  ],
  agentGrants: { 'deals:view': ['own'] },
});

const active = (member: Partial<MemberPolicy> & { id: string }): MemberPolicy => ({
  status: 'active',
  roleIds: ['seller'],
  ...member,
});

const policy: AccountPolicy = {
  accountId: 'a',
  status: 'active',
  version: 7,
  ownerMemberId: 'owner',
  roles: [
    { id: 'seller', grants: { 'deals:edit': ['own', 'team'], 'plans:view': true, 'deals:burn': true } },
    { id: 'adder', grants: { 'members:invite': true } },
  ],
  members: [
    active({ id: 'owner', roleIds: [] }),
    active({ id: 'seller' }),
    active({
      id: 'agent',
      agentAccess: true,
      exceptions: [{ permission: 'deals:view', effect: 'allow', scope: ['unowned'], expiresAt: 2_000 }],
    }),
  ],
  projects: [{ id: 'p', ownerMemberId: 'owner', team: [{ memberId: 'seller' }] }],
};
const snapshot = snapshotOf(catalogue, policy);

describe('What a member may do, in one list', () => {
  it('names what is held and nothing else', () => {
    expect(effective(snapshot, 'seller', NOW)).toEqual({
      version: 7,
      permissions: {
        'self:view': ['all'],
        'self:edit': ['all'],
        'deals:view': ['own', 'team'],
        'deals:edit': ['own', 'team'],
        'deals:create': ['own', 'team'],
      },
    });
  });

  it('has project permissions where a project is named', () => {
    expect(effective(snapshot, 'seller', NOW, 'p').permissions).toHaveProperty(['plans:view'], ['all']);
  });

  it('says how long it holds', () => {
    expect(effective(snapshot, 'agent', NOW).until).toBe(2_000);
    expect(effective(snapshot, 'agent', 2_000)).not.toHaveProperty('until');
  });

  it('is empty for somebody who is not a member', () => {
    expect(effective(snapshot, 'stranger', NOW).permissions).toEqual({});
  });
});

describe('The privilege ceiling', () => {
  it('lets a member pass on what they hold', () => {
    expect(exceeds(snapshot, 'seller', { 'deals:edit': ['team'] }, NOW)).toEqual({});
  });

  it('names the bits that they lack, including those of what is implied', () => {
    expect(exceeds(snapshot, 'seller', { 'deals:edit': ['own', 'unowned'], 'members:invite': true }, NOW)).toEqual({
      'members:view': ['all'],
      'members:invite': ['all'],
      'deals:view': ['unowned'],
      'deals:edit': ['unowned'],
    });
  });

  it('does not limit the owner', () => {
    expect(exceeds(snapshot, 'owner', { 'members:invite': true, 'plans:view': true }, NOW)).toEqual({});
  });
});

describe('An explanation', () => {
  it('names the sources of each grant', () => {
    const { trace, scope } = explain(snapshot, { memberId: 'agent', permission: 'deals:view' }, NOW);
    expect(scope).toEqual(['own', 'team', 'unowned']);
    expect(trace.find(({ step }) => step === 7)?.sources).toEqual([
      { kind: 'role', roleId: 'seller', scope: ['own', 'team'] },
      { kind: 'agentAccess', scope: ['own'] },
      { kind: 'exception', effect: 'allow', permission: 'deals:view', scope: ['own', 'unowned'], expiresAt: 2_000 },
    ]);
  });

  it("names nothing that a partner's member does not have, such as what everyone here has", () => {
    const partners = [
      { accountId: 'b', status: 'active', projectIds: ['p'], members: [{ id: 'guest', status: 'active' }] },
    ] as const;
    const projects = [{ id: 'p', ownerMemberId: 'owner', team: [{ memberId: 'guest' }] }];
    const visited = snapshotOf(catalogue, { ...policy, partners, projects });
    const asked = { memberId: 'guest', permission: 'self:view', projectId: 'p' };
    expect(explain(visited, asked, NOW)).toMatchObject({ reason: 'no_grant' });
    expect(explain(visited, asked, NOW).trace.at(-1)).toEqual({ step: 7, outcome: 'no_grant', sources: [] });
    expect(effective(visited, 'guest', NOW, 'p').permissions).toEqual({});
  });

  it('ends with the step that decided', () => {
    const { trace } = explain(snapshot, { memberId: 'owner', permission: 'deals:view' }, NOW);
    expect(trace.at(-1)).toEqual({ step: 4, outcome: 'account_owner' });
  });

  it('shows version 0 for an account that does not exist', () => {
    const wanted = { allowed: false, reason: 'unknown_account', scope: [], version: 0 };
    expect(decide(undefined, { memberId: 'seller', permission: 'deals:view' }, NOW)).toEqual(wanted);
  });
});
