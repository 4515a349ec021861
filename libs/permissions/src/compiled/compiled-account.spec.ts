import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import {
  ENDS,
  NOW,
  PROJECT_IDS,
  randomAccount,
  randomMemberId,
  randomNext,
  randomQuestion,
  type RandomAccount,
} from '../../../../test/permissions/random-account.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { check, decide, explain } from '../decision/decide.js';
import type { Question } from '../decision/decision.js';
import { effective } from '../effective/effective.js';
import { filterOf, ownersOf } from '../filter/filter-of.js';
import { deltaBetween } from '../policy/delta.js';
import type { AccountPolicy, ExceptionPolicy } from '../policy/policy.js';
import { scopeBits, scopeNames } from '../scope/scope.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { compile, type CompiledAccount } from './compiled-account.js';
import { Tables } from './tables.js';

/** Instants around everything that ends, in any order: a clock may go back. */
const clock = fc.constantFrom(0, ...ENDS, ...ENDS.map((end) => end + 0.5), NOW + 1_000);
const asked = fc.array(fc.tuple(randomQuestion(), clock), { minLength: 10, maxLength: 40 });

/** An account and several changes to it. A change may remove roles that members still name. */
const history = randomAccount().chain(({ catalogue, policy }) =>
  randomNext(policy)
    .chain((second) => randomNext(second).chain((third) => randomNext(third).map((fourth) => [second, third, fourth])))
    .chain((later) => fc.tuple(...later.map(withoutSomeRoles)))
    .map((later) => ({ catalogue, versions: [policy, ...later] })),
);

function withoutSomeRoles(policy: AccountPolicy): fc.Arbitrary<AccountPolicy> {
  const some = fc.subarray([...policy.roles], { minLength: 1 }).map((roles) => ({ ...policy, roles }));
  return fc.oneof({ arbitrary: fc.constant(policy), weight: 2 }, { arbitrary: some, weight: 1 });
}

describe('A compiled account answers like the rules', () => {
  it('whatever the account, the question and the clock', () => {
    fc.assert(
      fc.property(randomAccount(), asked, ({ catalogue, policy }, questions) =>
        expectSameAnswers({ catalogue, policy }, compile(catalogue, policy), questions),
      ),
      { numRuns: runs(80) },
    );
  });

  it('after any changes, and its policy is the one that would be compiled again', () => {
    fc.assert(
      fc.property(history, asked, ({ catalogue, versions }, questions) => {
        const account = compile(catalogue, versions[0] as AccountPolicy);
        for (const [at, policy] of versions.slice(1).entries()) {
          expect(account.apply(deltaBetween(versions[at] as AccountPolicy, policy))).toBe(true);
          expectSameAnswers({ catalogue, policy }, account, questions.slice(0, 15));
          expect(inOrder(account.policy)).toEqual(inOrder(normal(catalogue, policy)));
        }
      }),
      { numRuns: runs(20) },
    );
  });

  it('in lists, filters and owners too', () => {
    const who = fc.tuple(randomMemberId(), clock, fc.option(fc.constantFrom(...PROJECT_IDS), { nil: undefined }));
    fc.assert(
      fc.property(
        history,
        fc.array(who, { minLength: 3, maxLength: 8 }),
        asked,
        ({ catalogue, versions }, all, questions) => {
          const account = compile(catalogue, versions[0] as AccountPolicy);
          for (const [at, policy] of versions.slice(1).entries())
            account.apply(deltaBetween(versions[at] as AccountPolicy, policy));
          const snapshot = snapshotOf(catalogue, versions.at(-1) as AccountPolicy);
          for (const [memberId, now, projectId] of all)
            expect(account.list(memberId, now, projectId)).toEqual(effective(snapshot, memberId, now, projectId));
          for (const [{ record: _, ...question }, now] of questions) {
            const wanted = filterOf(snapshot, question, now);
            const filter = account.filter(question, now);
            expect(sorted(filter)).toEqual(sorted(wanted));
            if (wanted.kind !== 'owners') continue;
            const owners = ownersOf(snapshot, wanted.predicate, now);
            expect(account.owners(wanted.predicate, now, owners.length)?.toSorted()).toEqual(owners.toSorted());
            expect(account.owners(wanted.predicate, now, owners.length - 1)).toBeUndefined();
          }
        },
      ),
      { numRuns: runs(20) },
    );
  });

  it('in explanations, which it makes from a part of the account', () => {
    fc.assert(
      fc.property(history, asked, ({ catalogue, versions }, questions) => {
        const account = compile(catalogue, versions[0] as AccountPolicy);
        for (const [at, policy] of versions.slice(1).entries())
          account.apply(deltaBetween(versions[at] as AccountPolicy, policy));
        const snapshot = snapshotOf(catalogue, versions.at(-1) as AccountPolicy);
        for (const [question, now] of questions)
          expect(account.explain(question, now)).toEqual(explain(snapshot, question, now));
      }),
      { numRuns: runs(20) },
    );
  });
});

describe('A compiled account', () => {
  it('is tested on accounts in which things end, as otherwise the tests above would say little', () => {
    const sample = fc.sample(fc.tuple(randomAccount(), fc.array(randomQuestion(), { minLength: 20 })), 100);
    const ends = sample.flatMap(([{ catalogue, policy }, questions]) => {
      const account = compile(catalogue, policy);
      return questions.filter((question) => account.decide(question, NOW).until !== undefined);
    });
    expect(ends.length).toBeGreaterThan(20);
  });

  it('does not follow a change that was made from another version', () => {
    fc.assert(
      fc.property(history, ({ catalogue, versions }) => {
        const [first, second, third] = versions as [AccountPolicy, AccountPolicy, AccountPolicy];
        const account = compile(catalogue, first);
        const before = account.policy;
        expect(account.apply(deltaBetween(second, third))).toBe(false);
        expect(account.policy).toEqual(before);
      }),
      { numRuns: runs(10) },
    );
  });

  it('reuses the numbers of removed members, roles and rows', () => {
    fc.assert(
      fc.property(randomAccount(), ({ catalogue, policy }) => {
        const tables = new Tables(catalogue, policy);
        const few = policy.members.slice(0, 3).map((member) => ({ ...member, roleIds: [] }));
        const bare = { ...policy, members: few, roles: [], projects: [], partners: [] };
        const sizes = () => ({
          members: tables.members.end,
          codes: tables.rows.codes.length,
          closed: tables.roles.closed.length,
        });
        const anyRole = new Set(Array.from({ length: 100 }, (_, role) => role));
        tables.apply(deltaBetween(policy, bare));
        tables.apply(deltaBetween(bare, policy));
        const after = sizes();
        for (let again = 0; again < 5; again++) {
          tables.apply(deltaBetween(policy, bare));
          expect(tables.members.size).toBe(few.length);
          expect(tables.sets.holding(anyRole)).not.toContain(1);
          tables.apply(deltaBetween(bare, policy));
        }
        expect(sizes()).toEqual(after);
      }),
      { numRuns: runs(25) },
    );
  });
});

function expectSameAnswers(
  { catalogue, policy }: RandomAccount,
  account: CompiledAccount,
  questions: readonly (readonly [Question, number])[],
): void {
  const snapshot = snapshotOf(catalogue, policy);
  for (const [question, now] of questions) {
    expect(account.decide(question, now)).toStrictEqual(decide(snapshot, question, now));
    expect(account.check(question, now)).toBe(check(snapshot, question, now));
  }
  expect({ size: account.size, version: account.version }).toEqual({
    size: policy.members.length,
    version: policy.version,
  });
}

/**
 * The policy in a normal form: defaults, empty and endless parts are left out, scopes are complete, and what the
 * catalogue does not know is dropped.
 */
function normal(catalogue: Catalogue, policy: AccountPolicy): AccountPolicy {
  const { accountId, status, version, ownerMemberId, teamsEnabled, projects = [], partners = [] } = policy;
  const named = (names: Parameters<typeof scopeBits>[0]) => scopeNames(scopeBits(names));
  const isKnown = (key: string) => {
    const permission = catalogue.find(key);
    return permission?.grantable && permission.decidedBy === permission.index;
  };
  const exceptionsOf = (exceptions: readonly ExceptionPolicy[] = []) => {
    const known = exceptions
      .filter(
        ({ permission, effect }) =>
          isKnown(permission) ||
          (effect === 'deny' && catalogue.find(permission)?.decidedBy === catalogue.find(permission)?.index),
      )
      .map(({ permission, effect, scope, projectId, expiresAt }) => ({
        permission,
        effect,
        ...(scope && { scope: named(scope) }),
        ...(projectId && { projectId }),
        ...(expiresAt && { expiresAt }),
      }));
    return known.length > 0 ? { exceptions: known } : {};
  };
  return {
    accountId,
    status,
    version,
    ownerMemberId,
    ...(teamsEnabled && { teamsEnabled }),
    roles: policy.roles.map(({ id, grants, managerRoleId }) => ({
      id,
      grants: Object.fromEntries(
        Object.entries(grants)
          .filter(([key]) => isKnown(key))
          .map(([key, value]) => [key, value === true ? value : named(value)]),
      ),
      ...(managerRoleId && { managerRoleId }),
    })),
    members: policy.members.map(
      ({ id, status: standing, roleIds, managerId, agentAccess, teams = [], exceptions }) => ({
        id,
        status: standing,
        roleIds,
        ...(managerId && { managerId }),
        ...(agentAccess && { agentAccess }),
        ...(teams.length > 0 && {
          teams: teams.map(({ teamId, expiresAt }) => ({ teamId, ...(expiresAt && { expiresAt }) })),
        }),
        ...exceptionsOf(exceptions),
      }),
    ),
    ...(projects.length > 0 && {
      projects: projects.map((project) => ({
        ...project,
        team: project.team.map(({ memberId, expiresAt }) => ({ memberId, ...(expiresAt && { expiresAt }) })),
      })),
    }),
    ...(partners.length > 0 && {
      partners: partners.map(({ members, ...partner }) => ({
        ...partner,
        members: members.map(({ id, status: standing, exceptions }) => ({
          id,
          status: standing,
          ...exceptionsOf(exceptions),
        })),
      })),
    }),
  };
}

/** Sorts the lists by id. */
function inOrder(policy: AccountPolicy): AccountPolicy {
  const byId = <T extends { readonly id: string }>(list: readonly T[]) =>
    list.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return {
    ...policy,
    roles: byId(policy.roles),
    members: byId(policy.members),
    ...(policy.projects && { projects: byId(policy.projects) }),
  };
}

function sorted(filter: ReturnType<typeof filterOf>): unknown {
  if (filter.kind !== 'owners') return filter;
  const { roleIds, teamIds, ...predicate } = filter.predicate;
  return { ...filter, predicate: { ...predicate, roleIds: roleIds.toSorted(), teamIds: teamIds.toSorted() } };
}
