import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import {
  MEMBER_IDS,
  NOW,
  PARTNER_MEMBER_IDS,
  PROJECT_IDS,
  randomAccount,
  randomNext,
} from '../../../../test/permissions/random-account.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { decide } from '../decision/decide.js';
import { beyond, effective, type Held } from '../effective/effective.js';
import type { AccountPolicy, MemberPolicy, PartnerPolicy } from '../policy/policy.js';
import { snapshotOf, type Snapshot } from '../snapshot/snapshot.js';
import { difference, type MemberDifference } from './difference.js';
import { reachGained } from './reach-gained.js';

/** The same difference, found the slow way: everything of everyone, before and after. */
function byHand(before: Snapshot, after: Snapshot): MemberDifference[] {
  const held = (snapshot: Snapshot, memberId: string, projectId?: string): Held => {
    const all = Object.entries(effective(snapshot, memberId, NOW, projectId).permissions);
    const isOfPlace = ([key]: [string, unknown]) => snapshot.catalogue.find(key)?.level === 'project';
    return Object.fromEntries(projectId && !snapshot.partners.has(memberId) ? all.filter(isOfPlace) : all);
  };
  return [...MEMBER_IDS, ...PARTNER_MEMBER_IDS].flatMap((memberId) =>
    [undefined, ...PROJECT_IDS].flatMap((projectId) => {
      const [was, is] = [held(before, memberId, projectId), held(after, memberId, projectId)];
      const [gained, lost] = [beyond(is, was), beyond(was, is)];
      const isSame = Object.keys(gained).length + Object.keys(lost).length === 0;
      return isSame ? [] : [{ memberId, ...(projectId && { projectId }), gained, lost }];
    }),
  );
}

const change = randomAccount().chain(({ catalogue, policy }) =>
  randomNext(policy).map((next) => ({ before: snapshotOf(catalogue, policy), after: snapshotOf(catalogue, next) })),
);

const sorted = (list: readonly MemberDifference[]) =>
  list.toSorted((a, b) => `${a.memberId} ${a.projectId}`.localeCompare(`${b.memberId} ${b.projectId}`));

describe('A difference, whatever the change', () => {
  it('is what the lists of everyone show, before and after', () => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        expect(sorted(difference(before, after, NOW))).toEqual(sorted(byHand(before, after)));
      }),
      { numRuns: runs(20) },
    );
  });

  it('reversed is the difference of the way back', () => {
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const back = difference(after, before, NOW).map(({ gained, lost, ...who }) => ({
          ...who,
          gained: lost,
          lost: gained,
        }));
        expect(sorted(back)).toEqual(sorted(difference(before, after, NOW)));
      }),
      { numRuns: runs(20) },
    );
  });

  it('names whose records come within reach, and nobody else', () => {
    fc.assert(
      fc.property(change, fc.constantFrom(...MEMBER_IDS), ({ before, after }, memberId) => {
        const named = reachGained(before, after, { memberId, now: NOW }).flatMap(
          ({ permission, projectId, ownerIds }) => ownerIds.map((ownerId) => `${permission} ${projectId} ${ownerId}`),
        );
        const reaches = (snapshot: Snapshot, permission: string, projectId: string | undefined, ownerId: string) => {
          const record = { type: permission.split(':')[0] ?? '', ownerId };
          return decide(snapshot, { memberId, permission, ...(projectId && { projectId }), record }, NOW).allowed;
        };
        const expected = before.catalogue.permissions
          .filter(({ kind, index, decidedBy }) => kind === 'scoped' && index === decidedBy)
          .flatMap(({ key, level }) =>
            (level === 'project' ? PROJECT_IDS : [undefined]).flatMap((projectId) =>
              [...before.members.keys()]
                .filter((ownerId) => ownerId !== memberId && after.members.has(ownerId))
                .filter((ownerId) => reaches(after, key, projectId, ownerId))
                .filter((ownerId) => !reaches(before, key, projectId, ownerId))
                .map((ownerId) => `${key} ${projectId} ${ownerId}`),
            ),
          );
        expect(named.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: runs(60) },
    );
  });
});

const catalogue = new Catalogue({
  hash: 'difference',
  features: [
    { key: 'deals', label: 'Deals', actions: [{ key: 'view', label: 'View', kind: 'scoped' }] },
    { key: 'plans', label: 'Plans', actions: [{ key: 'view', label: 'View', level: 'project' }] },
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
  roles: [
    { id: 'seller', grants: { 'deals:view': ['own', 'subordinate'], 'plans:view': true } },
    { id: 'lead', grants: { 'deals:view': ['own', 'sameRole'] } },
  ],
  members: [member('owner'), member('sue'), member('sam', { roleIds: ['lead'] })],
  projects: [{ id: 'p', ownerMemberId: 'owner', team: [{ memberId: 'sue' }] }],
};

const between = (next: Partial<AccountPolicy>, options = {}) =>
  difference(snapshotOf(catalogue, policy), snapshotOf(catalogue, { ...policy, ...next }), NOW, options);

describe('A difference', () => {
  it('is nothing where nothing changed', () => {
    expect(between({ version: 2 })).toEqual([]);
  });

  it('says which bits are gained and lost, in projects too', () => {
    const roles = [{ id: 'seller', grants: { 'deals:view': ['own', 'team'] as const } }];
    expect(between({ roles })).toEqual([
      { memberId: 'sue', gained: { 'deals:view': ['team'] }, lost: { 'deals:view': ['subordinate'] } },
      { memberId: 'sue', projectId: 'p', gained: {}, lost: { 'plans:view': ['all'] } },
      { memberId: 'sam', gained: {}, lost: { 'deals:view': ['own', 'sameRole'] } },
    ]);
  });

  it('leaves out projects that are not asked about', () => {
    const roles = policy.roles.map((role) => ({ ...role, grants: {} }));
    expect(between({ roles }, { projects: [] }).map(({ projectId }) => projectId)).toEqual([undefined, undefined]);
  });

  it.each<[string, Partial<PartnerPolicy>]>([
    ['is suspended', { status: 'suspended' }],
    ['has the project closed to it', { projectIds: [] }],
    ['removes them', { members: [] }],
  ])("says what a partner's member loses in a project when their account %s", (_, other) => {
    const guest = { permission: 'plans:view', effect: 'allow' } as const;
    const partner: PartnerPolicy = {
      accountId: 'b',
      status: 'active',
      projectIds: ['p'],
      members: [{ id: 'guest', status: 'active', exceptions: [guest, { ...guest, permission: 'members:view' }] }],
    };
    const projects = [{ id: 'p', ownerMemberId: 'owner', team: [{ memberId: 'guest' }] }];
    const [before, after] = [partner, { ...partner, ...other }].map((each) =>
      snapshotOf(catalogue, { ...policy, projects, partners: [each] }),
    );
    if (!before || !after) throw new Error('There are two');
    const lost = { 'members:view': ['all'], 'plans:view': ['all'] };
    expect(difference(before, after, NOW)).toEqual([{ memberId: 'guest', projectId: 'p', gained: {}, lost }]);
    expect(difference(after, before, NOW)).toEqual([{ memberId: 'guest', projectId: 'p', gained: lost, lost: {} }]);
  });

  it('does not mention records that a manager comes to see without new bits', () => {
    const members = policy.members.map((each) => (each.id === 'sam' ? { ...each, managerId: 'sue' } : each));
    expect(between({ members })).toEqual([]);
    const [before, after] = [policy, { ...policy, members }].map((each) => snapshotOf(catalogue, each));
    if (!before || !after) throw new Error('There are two');
    expect(reachGained(before, after, { memberId: 'sue', now: NOW })).toEqual([
      { permission: 'deals:view', ownerIds: ['sam'] },
    ]);
  });

  it('takes no longer for each of 10,000 members than for each of 1,000', () => {
    const costOf = (count: number) => {
      const members = Array.from({ length: count }, (_, n) => member(`m${n}`));
      const before = snapshotOf(catalogue, { ...policy, members });
      const after = snapshotOf(catalogue, { ...policy, members: [...members.slice(1), member('m0', { roleIds: [] })] });
      // Both sizes measure the same number of members in all: the system counts CPU time in steps of some milliseconds.
      const started = process.cpuUsage();
      for (let compared = 0; compared < 100_000; compared += count) {
        expect(difference(before, after, NOW)).toHaveLength(1);
      }
      return process.cpuUsage(started).user;
    };
    costOf(1_000);
    // Comparing each member with each other would take ten times as long. CPU time excludes what else the machine does.
    expect(costOf(10_000) / costOf(1_000)).toBeLessThan(5);
  });
});
