import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { NOW, randomAccount, randomQuestion } from '../../../../test/permissions/random-account.js';
import { Catalogue } from '../catalogue/catalogue.js';
import type { AccountPolicy, MemberPolicy } from '../policy/policy.js';
import { scopeBits, scopeNames, SCOPE_SETS } from '../scope/scope.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { check, explain } from './decide.js';
import type { Question, Remedy } from './decision.js';
import { remedied } from './remedied.js';

const BEYOND_HELP = [
  'unknown_member',
  'unknown_permission',
  'account_suspended',
  'project_required',
  'unknown_project',
  'not_grantable',
  'wrong_project',
  'wrong_type',
];

describe('Whatever was denied', () => {
  it('each set of remedies allows it, and leaving any part out does not', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), ({ catalogue, policy }, question) => {
        const isAllowedAfter = (remedies: readonly Remedy[]) =>
          check(snapshotOf(catalogue, remedied(policy, question.memberId, remedies)), question, NOW);
        for (const remedies of explain(snapshotOf(catalogue, policy), question, NOW).remedies) {
          expect(isAllowedAfter(remedies)).toBe(true);
          for (const less of lessThan(catalogue, remedies)) expect(isAllowedAfter(less)).toBe(false);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('there is a remedy, unless nothing that a remedy can change helps against the reason', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), ({ catalogue, policy }, question) => {
        const { allowed, reason, remedies } = explain(snapshotOf(catalogue, policy), question, NOW);
        if (BEYOND_HELP.includes(reason)) expect(remedies).toEqual([]);
        else if (!allowed && remedies.length === 0) {
          // Once the first obstacle is removed, another reason may appear that no remedy helps against.
          const active = explain(snapshotOf(catalogue, eased(policy, question)), question, NOW);
          expect(BEYOND_HELP).toContain(active.reason);
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

/** Every set that leaves one remedy out, or gives a smaller scope in one of them. */
const lessThan = (product: Catalogue, remedies: readonly Remedy[]): Remedy[][] =>
  remedies.flatMap((remedy, at) => {
    const others = remedies.filter((_, other) => other !== at);
    if (remedy.kind !== 'grant' || product.find(remedy.permission)?.kind === 'toggle') return [others];
    const bits = scopeBits(remedy.scope);
    const smaller = SCOPE_SETS.filter((set) => set !== 0 && set !== bits && (set & bits) === set);
    return [others, ...smaller.map((set) => [...others, { ...remedy, scope: scopeNames(set) }])];
  });

/** The same account with the member active, on the team, and with a grant of everything that they may be given. */
const eased = (policy: AccountPolicy, { memberId, permission, projectId }: Question): AccountPolicy => {
  const key = permission.replace(/:create$/, ':edit');
  const steps: Remedy[] = [
    { kind: 'activate' },
    ...(projectId ? [{ kind: 'addToTeam' as const, projectId }] : []),
    { kind: 'grant', permission: key, scope: ['all'] },
    { kind: 'grant', permission, scope: ['all'] },
  ];
  const bare = <T extends { id: string }>(each: T): T => (each.id === memberId ? { ...each, exceptions: [] } : each);
  const partners = policy.partners?.map((partner) => ({ ...partner, members: partner.members.map(bare) }));
  return remedied({ ...policy, members: policy.members.map(bare), ...(partners && { partners }) }, memberId, steps);
};

const catalogue = new Catalogue({
  hash: 'remedies',
  features: [
    {
      key: 'deals',
      label: 'Deals',
      actions: [
        { key: 'view', label: 'View', kind: 'scoped' },
        { key: 'edit', label: 'Edit', kind: 'scoped' },
        { key: 'create', label: 'Create', is: 'edit' },
        { key: 'call', label: 'Call' },
      ],
    },
    {
      key: 'plans',
      label: 'Plans',
      actions: [
        { key: 'view', label: 'View', level: 'project' },
        { key: 'close', label: 'Close', level: 'project' },
      ],
    },
  ],
});

const member = (id: string, said: Partial<MemberPolicy> = {}): MemberPolicy => ({
  id,
  status: 'active',
  roleIds: ['seller'],
  ...said,
});

const policy: AccountPolicy = {
  accountId: 'a',
  status: 'active',
  version: 1,
  ownerMemberId: 'owner',
  teamsEnabled: true,
  roles: [
    { id: 'seller', grants: { 'deals:view': ['own'] } },
    { id: 'helper', grants: {}, managerRoleId: 'seller' },
  ],
  members: [
    member('owner'),
    member('sue', { teams: [{ teamId: 'red' }] }),
    member('sam', { teams: [{ teamId: 'red' }] }),
    member('hal', { roleIds: ['helper'] }),
    member('new', {
      status: 'invited',
      exceptions: [
        { permission: 'plans:close', effect: 'deny' },
        { permission: 'plans:view', effect: 'deny', projectId: 'p' },
        { permission: 'deals:call', effect: 'allow' },
        { permission: 'deals:call', effect: 'deny' },
        { permission: 'deals:view', effect: 'deny' },
      ],
    }),
  ],
  projects: [{ id: 'p', ownerMemberId: 'owner', team: [] }],
};

const remediesOf = (question: Question) => explain(snapshotOf(catalogue, policy), question, NOW).remedies;
const deal = (ownerId?: string | null) => ({ type: 'deals', ...(ownerId !== undefined && { ownerId }) });

describe('Remedies', () => {
  it.each<[string, Question, (readonly Remedy[])[]]>([
    [
      'for want of a grant: the least that there is',
      { memberId: 'sue', permission: 'deals:edit' },
      [[{ kind: 'grant', permission: 'deals:edit', scope: ['own'] }]],
    ],
    [
      'for a record out of scope: each scope that reaches it, from the least to the most',
      { memberId: 'sue', permission: 'deals:view', record: deal('sam') },
      [
        [{ kind: 'grant', permission: 'deals:view', scope: ['sameRole'] }],
        [{ kind: 'grant', permission: 'deals:view', scope: ['team'] }],
      ],
    ],
    [
      'for a record of a stranger: all, which nothing less reaches',
      { memberId: 'sue', permission: 'deals:view', record: deal('stranger') },
      [[{ kind: 'grant', permission: 'deals:view', scope: ['all'] }]],
    ],
    [
      'for a record of which nobody knows the owner: all',
      { memberId: 'sue', permission: 'deals:view', record: deal() },
      [[{ kind: 'grant', permission: 'deals:view', scope: ['all'] }]],
    ],
    [
      "for nobody's record: unowned",
      { memberId: 'sue', permission: 'deals:view', record: deal(null) },
      [[{ kind: 'grant', permission: 'deals:view', scope: ['unowned'] }]],
    ],
    [
      'for what is joined: a grant of what decides in its place',
      { memberId: 'sue', permission: 'deals:create', record: deal('hal') },
      [[{ kind: 'grant', permission: 'deals:edit', scope: ['subordinate'] }]],
    ],
    [
      'for a toggle: a yes',
      { memberId: 'sue', permission: 'deals:call' },
      [[{ kind: 'grant', permission: 'deals:call', scope: ['all'] }]],
    ],
    [
      'for a DENY of the key and one of the base action: both, after what comes before them',
      { memberId: 'new', permission: 'deals:call' },
      [
        [
          { kind: 'activate' },
          { kind: 'removeDeny', permission: 'deals:call' },
          { kind: 'removeDeny', permission: 'deals:view' },
        ],
      ],
    ],
    [
      'for everything at once: all of it, in the order of the decision',
      { memberId: 'new', permission: 'plans:close', projectId: 'p' },
      [
        [
          { kind: 'activate' },
          { kind: 'addToTeam', projectId: 'p' },
          { kind: 'removeDeny', permission: 'plans:close' },
          { kind: 'removeDeny', permission: 'plans:view', projectId: 'p' },
          { kind: 'grant', permission: 'plans:close', scope: ['all'] },
        ],
      ],
    ],
    ['for what cannot be granted: none', { memberId: 'sue', permission: 'account:transfer' }, []],
    ['for what nobody knows: none', { memberId: 'sue', permission: 'deals:fly' }, []],
  ])('%s', (_, question, wanted) => {
    expect(remediesOf(question)).toEqual(wanted);
  });
});
