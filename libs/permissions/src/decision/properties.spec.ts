import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Catalogue } from '../catalogue/catalogue.js';
import type { AccountPolicy, ExceptionPolicy, MemberPolicy } from '../policy/policy.js';
import { ALL, SCOPE_NAMES, SCOPE_SETS, scopeBits } from '../scope/scope.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { decide, explain } from './decide.js';
import type { Decision, Question } from './decision.js';

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
        { key: 'call', label: 'Call' },
      ],
    },
    {
      key: 'files',
      label: 'Files',
      actions: [
        { key: 'view', label: 'View' },
        { key: 'print', label: 'Print' },
      ],
    },
    {
      key: 'plans',
      label: 'Plans',
      actions: [
        { key: 'view', label: 'View', level: 'project' },
        { key: 'edit', label: 'Edit', level: 'project', kind: 'scoped' },
      ],
    },
  ],
  agentGrants: { 'files:print': true },
});

const PRODUCT = catalogue.permissions.filter(({ feature }) => ['deals', 'files', 'plans'].includes(feature));
const ROLES = ['r0', 'r1', 'r2'];
const MEMBERS = ['owner', 'm1', 'm2', 'm3'];

const scope = fc.subarray([...SCOPE_NAMES], { minLength: 1 });
const permission = fc.constantFrom(...PRODUCT);
const instant = fc.option(fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 50));
const grant = fc
  .record({ permission, scope })
  .map(({ permission: { key, kind }, scope: names }) => [key, kind === 'toggle' ? true : names] as const);

const exception: fc.Arbitrary<ExceptionPolicy> = fc
  .record({
    permission,
    scope,
    effect: fc.constantFrom('allow', 'deny'),
    projectId: fc.option(fc.constant('p')),
    expiresAt: instant,
  })
  .map(({ permission: { key }, ...rest }) => ({ permission: key, ...rest }));

const member = (id: string): fc.Arbitrary<MemberPolicy> =>
  fc.record({
    id: fc.constant(id),
    status: fc.constantFrom('active', 'active', 'active', 'invited', 'inactive', 'revoked'),
    roleIds: fc.subarray(ROLES),
    managerId: fc.option(fc.constantFrom(...MEMBERS)),
    agentAccess: fc.boolean(),
    teams: fc.array(fc.record({ teamId: fc.constantFrom('t1', 't2'), expiresAt: instant }), { maxLength: 2 }),
    exceptions: fc.array(exception, { maxLength: 4 }),
  });

const account: fc.Arbitrary<AccountPolicy> = fc.record({
  accountId: fc.constant('a'),
  status: fc.constantFrom('active', 'active', 'active', 'suspended'),
  version: fc.constant(1),
  ownerMemberId: fc.constant('owner'),
  teamsEnabled: fc.boolean(),
  roles: fc.tuple(
    ...ROLES.map((id) =>
      fc.record({
        id: fc.constant(id),
        grants: fc.array(grant).map((list) => Object.fromEntries(list)),
        managerRoleId: fc.option(fc.constantFrom(...ROLES)),
      }),
    ),
  ),
  members: fc.tuple(...MEMBERS.map(member)),
  projects: fc
    .array(fc.record({ memberId: fc.constantFrom(...MEMBERS), expiresAt: instant }))
    .map((team) => [{ id: 'p', ownerMemberId: 'm3', team }]),
});

const question: fc.Arbitrary<Question> = fc
  .record({
    memberId: fc.constantFrom(...MEMBERS, 'stranger'),
    permission: permission.map(({ key }) => key),
    projectId: fc.constant('p'),
    ownerId: fc.option(fc.constantFrom(...MEMBERS, 'stranger', null), { nil: undefined }),
    withRecord: fc.boolean(),
  })
  .map(({ ownerId, withRecord, ...rest }) =>
    withRecord ? { ...rest, record: { type: 'deals', ...(ownerId !== undefined && { ownerId }) } } : rest,
  );

const ask = (policy: AccountPolicy, asked: Question, now = NOW): Decision =>
  decide(snapshotOf(catalogue, policy), asked, now);
const changed = (
  policy: AccountPolicy,
  id: string,
  change: (before: MemberPolicy) => Partial<MemberPolicy>,
): AccountPolicy => ({
  ...policy,
  members: policy.members.map((each) => (each.id === id ? { ...each, ...change(each) } : each)),
});

describe('Whatever the account', () => {
  it('absence denies: without roles, exceptions and agent access there is nothing', () => {
    fc.assert(
      fc.property(account, question, (policy, asked) => {
        const bare = changed(policy, asked.memberId, () => ({ roleIds: [], exceptions: [], agentAccess: false }));
        const owner = asked.memberId === 'owner' || (asked.memberId === 'm3' && asked.permission.startsWith('plans:'));
        expect(owner || !ask(bare, asked).allowed).toBe(true);
      }),
    );
  });

  it('one more grant never takes anything away', () => {
    fc.assert(
      fc.property(account, question, fc.constantFrom(...ROLES), grant, (policy, asked, roleId, [key, value]) => {
        const before = ask(policy, asked);
        const roles = policy.roles.map((role) => {
          if (role.id !== roleId) return role;
          const had = role.grants[key];
          return {
            ...role,
            grants: {
              ...role.grants,
              [key]: had === undefined || had === true || value === true ? value : [...had, ...value],
            },
          };
        });
        const after = ask({ ...policy, roles }, asked);
        expect(!before.allowed || after.allowed).toBe(true);
        expect(scopeBits(before.scope) & ~scopeBits(after.scope)).toBe(0);
      }),
    );
  });

  it('an active owner of an active account may do everything', () => {
    fc.assert(
      fc.property(account, question, (policy, asked) => {
        const active = { ...changed(policy, 'owner', () => ({ status: 'active' })), status: 'active' as const };
        expect(ask(active, { ...asked, memberId: 'owner' })).toMatchObject({ allowed: true, reason: 'account_owner' });
      }),
    );
  });

  it('who may do anything of a feature may view it', () => {
    fc.assert(
      fc.property(account, question, (policy, { memberId, permission: key, projectId }) => {
        const asked = { memberId, permission: key, ...(projectId && { projectId }) };
        const view = `${asked.permission.split(':')[0]}:view`;
        expect(!ask(policy, asked).allowed || ask(policy, { ...asked, permission: view }).allowed).toBe(true);
      }),
    );
  });

  it('a DENY of the key or of its base action beats every grant of the account', () => {
    fc.assert(
      fc.property(account, question, fc.boolean(), (policy, asked, onBase) => {
        const key = onBase ? `${asked.permission.split(':')[0]}:view` : asked.permission;
        const owner = asked.memberId === 'owner' || (asked.memberId === 'm3' && asked.permission.startsWith('plans:'));
        const denied = changed(policy, asked.memberId, ({ exceptions = [] }) => ({
          exceptions: [...exceptions.filter(({ projectId }) => !projectId), { permission: key, effect: 'deny' }],
        }));
        expect(owner || !ask(denied, asked).allowed).toBe(true);
      }),
    );
  });

  it('the scope of an answer is one of the 18, and what its sources give', () => {
    fc.assert(
      fc.property(account, question, (policy, asked) => {
        const explained = explain(snapshotOf(catalogue, policy), asked, NOW);
        const { trace, ...decision } = explained;
        expect(decision).toEqual(ask(policy, asked));
        expect(SCOPE_SETS).toContain(scopeBits(decision.scope));
        const sources = trace.find(({ step }) => step === 7)?.sources;
        if (sources)
          expect(sources.reduce((bits, source) => bits | scopeBits(source.scope), 0)).toBe(
            scopeBits(decision.scope) & ALL,
          );
      }),
    );
  });

  it('an answer stays as it is until the instant that it names', () => {
    fc.assert(
      fc.property(
        account,
        question,
        fc.constantFrom(NOW + 1, NOW + 49, NOW + 50, NOW + 1_000),
        (policy, asked, later) => {
          const now = ask(policy, asked);
          if (later >= (now.until ?? Infinity)) return;
          const then = ask(policy, asked, later);
          expect({ ...then, until: undefined }).toEqual({ ...now, until: undefined });
        },
      ),
    );
  });
});
