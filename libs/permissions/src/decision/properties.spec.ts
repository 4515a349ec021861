import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import {
  ENDS,
  NOW,
  randomAccount,
  randomQuestion,
  ROLE_IDS,
  type RandomAccount,
} from '../../../../test/permissions/random-account.js';
import { PERMISSIONS } from '../../../../test/permissions/random-catalogue.js';
import type { AccountPolicy, MemberPolicy } from '../policy/policy.js';
import { ALL, SCOPE_NAMES, SCOPE_SETS, scopeBits } from '../scope/scope.js';
import { snapshotOf } from '../snapshot/snapshot.js';
import { decide, explain } from './decide.js';
import type { Decision, Question } from './decision.js';

const ask = ({ catalogue, policy }: RandomAccount, question: Question, now = NOW): Decision =>
  decide(snapshotOf(catalogue, policy), question, now);

const changed = (
  account: RandomAccount,
  id: string,
  change: (before: MemberPolicy) => Partial<MemberPolicy>,
): RandomAccount => {
  const members = account.policy.members.map((each) => (each.id === id ? { ...each, ...change(each) } : each));
  return { ...account, policy: { ...account.policy, members } };
};

const isOwner = (decision: Decision) => ['account_owner', 'project_owner'].includes(decision.reason);
const isMember = ({ members }: AccountPolicy, memberId: string) => members.some(({ id }) => id === memberId);

const grant = fc
  .tuple(fc.constantFrom(...PERMISSIONS), fc.subarray([...SCOPE_NAMES], { minLength: 1 }))
  .map(([{ key, kind }, names]) => [key, kind === 'toggle' ? (true as const) : names] as const);

describe('Whatever the account', () => {
  it("absence denies: without roles, exceptions and agent access there is only one's own profile", () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), (account, asked) => {
        if (!isMember(account.policy, asked.memberId) || asked.permission.startsWith('self:')) return;
        const bare = changed(account, asked.memberId, () => ({ roleIds: [], exceptions: [], agentAccess: false }));
        const decision = ask(bare, asked);
        expect(isOwner(decision) || !decision.allowed).toBe(true);
      }),
    );
  });

  it('one more grant never takes anything away', () => {
    fc.assert(
      fc.property(
        randomAccount(),
        randomQuestion(),
        fc.constantFrom(...ROLE_IDS),
        grant,
        (account, asked, id, more) => {
          const [key, value] = more;
          const roles = account.policy.roles.map((role) => {
            const had = role.grants[key] ?? [];
            const both = had === true || value === true ? value : [...had, ...value];
            return role.id === id ? { ...role, grants: { ...role.grants, [key]: both } } : role;
          });
          const before = ask(account, asked);
          const after = ask({ ...account, policy: { ...account.policy, roles } }, asked);
          expect(!before.allowed || after.allowed).toBe(true);
          expect(scopeBits(before.scope) & ~scopeBits(after.scope)).toBe(0);
        },
      ),
    );
  });

  it('an active owner of an active account may do everything, in every project', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), ({ catalogue, policy }, asked) => {
        const { ownerMemberId: memberId } = policy;
        const account = { catalogue, policy: { ...policy, status: 'active' as const } };
        const { allowed, reason, scope } = ask(
          changed(account, memberId, () => ({ status: 'active' })),
          { ...asked, memberId },
        );
        if (allowed) expect({ reason, scope }).toEqual({ reason: 'account_owner', scope: ['all'] });
        else expect(reason).toMatch(/^(unknown_permission|unknown_project|project_required)$/);
      }),
    );
  });

  it('a member who may do anything of a feature holds its base action with at least the same scope', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), (account, { memberId, permission, projectId }) => {
        const asked = account.catalogue.find(permission);
        const holds = ask(account, { memberId, permission, ...(projectId && { projectId }) });
        if (!asked || !holds.allowed) return;
        const base = account.catalogue.at(asked.base);
        // An exception of a project only counts within the project.
        if (base.level !== asked.level) return;
        const holdsBase = ask(account, { memberId, permission: base.key, ...(projectId && { projectId }) });
        expect(holdsBase.allowed).toBe(true);
        if (asked.kind === 'scoped') expect(scopeBits(holds.scope) & ~scopeBits(holdsBase.scope)).toBe(0);
      }),
      { numRuns: runs(60) },
    );
  });

  it('a DENY of the key or of its base action beats every grant of the account', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), fc.boolean(), (account, asked, onBase) => {
        const permission = account.catalogue.find(asked.permission);
        if (!permission || !isMember(account.policy, asked.memberId)) return;
        const { key } = account.catalogue.at(onBase ? permission.base : permission.decidedBy);
        const denied = changed(account, asked.memberId, ({ exceptions = [] }) => ({
          exceptions: [...exceptions.filter(({ projectId }) => !projectId), { permission: key, effect: 'deny' }],
        }));
        const decision = ask(denied, asked);
        expect(isOwner(decision) || !decision.allowed).toBe(true);
      }),
    );
  });

  it('an explanation is the same decision, and its scope is what its sources give', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), ({ catalogue, policy }, asked) => {
        const { trace, remedies, ...decision } = explain(snapshotOf(catalogue, policy), asked, NOW);
        expect(decision).toEqual(ask({ catalogue, policy }, asked));
        expect(SCOPE_SETS).toContain(scopeBits(decision.scope));
        expect(trace.at(-1)?.outcome).toBe(decision.reason);
        if (decision.allowed) expect(remedies).toEqual([]);
        const sources = trace.find(({ step }) => step === 7)?.sources;
        const given = sources?.reduce((bits, source) => bits | scopeBits(source.scope), 0);
        if (given !== undefined) expect(given).toBe(scopeBits(decision.scope) & ALL);
      }),
    );
  });

  it('an answer stays the same until the instant that it names', () => {
    fc.assert(
      fc.property(randomAccount(), randomQuestion(), fc.constantFrom(...ENDS, NOW + 1_000), (account, asked, later) => {
        const { until = Infinity, ...now } = ask(account, asked);
        expect(until).toBeGreaterThan(NOW);
        if (later < NOW || later >= until) return;
        const { until: _, ...then } = ask(account, asked, later);
        expect(then).toEqual(now);
      }),
      { numRuns: runs(200) },
    );
  });
});
