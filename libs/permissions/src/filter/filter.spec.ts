import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import {
  ENDS,
  MEMBER_IDS,
  NOW,
  PARTNER_MEMBER_IDS,
  PROJECT_IDS,
  randomAccount,
  randomQuestion,
  STRANGER_ID,
  type RandomAccount,
} from '../../../../test/permissions/random-account.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { check, decide } from '../decision/decide.js';
import type { RecordInQuestion } from '../decision/decision.js';
import { snapshotOf, type Snapshot } from '../snapshot/snapshot.js';
import { filterOf, ownersOf, type FilterQuestion } from './filter-of.js';
import type { Filter } from './filter.js';

/** Records of everyone and of nobody, in each project and in none. */
const RECORDS = [...MEMBER_IDS, ...PARTNER_MEMBER_IDS, STRANGER_ID, null].flatMap((ownerId) =>
  [undefined, ...PROJECT_IDS].map((projectId) => ({ ownerId, ...(projectId && { projectId }) })),
);

/** Applies the filter as a service would to its own table. */
function selected(snapshot: Snapshot, filter: Filter, now: number): Omit<RecordInQuestion, 'type'>[] {
  if (filter.kind === 'none') return [];
  const { projectId: within } = filter;
  const inProject = RECORDS.filter(({ projectId }) => !within || !projectId || projectId === within);
  if (filter.kind === 'all') return inProject;
  const owners = ownersOf(snapshot, filter.predicate, now);
  return inProject.filter(({ ownerId }) => (ownerId === null ? filter.predicate.unowned : owners.includes(ownerId)));
}

const typed = ({ permission }: FilterQuestion, record: Omit<RecordInQuestion, 'type'>): RecordInQuestion => ({
  type: permission.split(':')[0] ?? '',
  ...record,
});

const questionOf = ({ memberId, permission, projectId }: FilterQuestion): FilterQuestion => ({
  memberId,
  permission,
  ...(projectId && { projectId }),
});

const snapshotFrom = ({ catalogue, policy }: RandomAccount) => snapshotOf(catalogue, policy);

describe('A filter, whatever the account', () => {
  it('selects what single checks would allow', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), (account, asked) => {
        const [snapshot, question] = [snapshotFrom(account), questionOf(asked)];
        const filter = filterOf(snapshot, question, NOW);
        const allowed = RECORDS.filter((record) =>
          check(snapshot, { ...question, record: typed(question, record) }, NOW),
        );
        expect(selected(snapshot, filter, NOW)).toEqual(allowed);
        expect(filter).toMatchObject({ version: account.policy.version, now: NOW });
      }),
      { numRuns: runs(200) },
    );
  });

  it('selects the same until the instant that it names', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), fc.constantFrom(...ENDS, NOW + 1_000), (account, asked, later) => {
        const [snapshot, question] = [snapshotFrom(account), questionOf(asked)];
        const filter = filterOf(snapshot, question, NOW);
        expect(filter.until ?? Infinity).toBeGreaterThan(NOW);
        if (later < NOW || later >= (filter.until ?? Infinity)) return;
        const allowed = RECORDS.filter((record) =>
          check(snapshot, { ...question, record: typed(question, record) }, later),
        );
        expect(selected(snapshot, filter, NOW)).toEqual(allowed);
      }),
      { numRuns: runs(200) },
    );
  });

  it('says why where it selects nothing', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), (account, asked) => {
        const [snapshot, question] = [snapshotFrom(account), questionOf(asked)];
        const filter = filterOf(snapshot, question, NOW);
        const { allowed, reason, until } = decide(snapshot, question, NOW);
        expect(filter.kind === 'none').toBe(!allowed);
        if (filter.kind === 'none') expect({ reason: filter.reason, until: filter.until }).toEqual({ reason, until });
      }),
    );
  });
});

it('Nothing is selected of an account that nobody knows', () => {
  expect(filterOf(undefined, { memberId: 'm', permission: 'deals:view' }, NOW)).toEqual({
    kind: 'none',
    reason: 'unknown_account',
    version: 0,
    now: NOW,
  });
});

describe('A filter by teams', () => {
  const catalogue = new Catalogue({
    hash: 'filter',
    features: [{ key: 'deals', label: 'Deals', actions: [{ key: 'view', label: 'View', kind: 'scoped' }] }],
  });
  const on = (id: string, ...teams: [string, number?][]) => ({
    id,
    status: 'active' as const,
    roleIds: ['seller'],
    teams: teams.map(([teamId, expiresAt]) => ({ teamId, ...(expiresAt !== undefined && { expiresAt }) })),
  });
  const filterWith = (...others: ReturnType<typeof on>[]) =>
    filterOf(
      snapshotOf(catalogue, {
        accountId: 'a',
        status: 'active',
        version: 1,
        ownerMemberId: 'owner',
        teamsEnabled: true,
        roles: [{ id: 'seller', grants: { 'deals:view': ['team'] } }],
        members: [on('me', ['red'], ['blue', NOW + 9], ['grey', NOW]), ...others],
      }),
      { memberId: 'me', permission: 'deals:view' },
      NOW,
    );

  it('names the teams that they are on, and is valid until they leave one', () => {
    expect(filterWith()).toMatchObject({ predicate: { teamIds: ['red', 'blue'] }, until: NOW + 9 });
  });

  it('is valid until anyone leaves one of them', () => {
    expect(filterWith(on('other', ['red', NOW + 4])).until).toBe(NOW + 4);
  });

  it('does not depend on members who have left, or leave another team', () => {
    expect(filterWith(on('other', ['red', NOW - 1], ['grey', NOW + 4], ['green', NOW + 1])).until).toBe(NOW + 9);
  });
});
