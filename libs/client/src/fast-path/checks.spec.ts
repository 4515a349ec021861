import { describe, expect, it } from '@jest/globals';
import { loadPresets, type Check } from '@roster/contracts';
import {
  compile,
  decide,
  denial,
  REASONS,
  resolveQuestion,
  SCOPE_NAMES,
  snapshotOf,
  type AskedQuestion,
  type Decision,
  type RegisteredRecord,
  type Snapshot,
} from '@roster/permissions';
import fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import {
  MEMBER_IDS,
  NOW,
  PROJECT_IDS,
  randomAccount,
  randomAskedQuestion,
  STRANGER_ID,
} from '../../../../test/permissions/random-account.js';
import { authzenQuestion, permissionOf, type Evaluation } from '../authzen/authzen.js';
import { authzenBatchJson, authzenJson, fastEvaluations } from './authzen.js';
import { fastDecisions, fastDecision, decisionJson, decisionsJson } from './checks.js';
import { decisionOf, questionOf } from '../decision/wire.js';

const decision: fc.Arbitrary<Decision> = fc.record(
  {
    allowed: fc.boolean(),
    reason: fc.constantFrom(...REASONS),
    scope: fc.subarray([...SCOPE_NAMES]),
    version: fc.nat(),
    until: fc.nat({ max: 4e12 }),
  },
  { requiredKeys: ['allowed', 'reason', 'scope', 'version'] },
);

describe('The answer as JSON', () => {
  it('matches the decision on the wire', () => {
    fc.assert(
      fc.property(fc.array(decision), (decisions) => {
        expect(JSON.parse(decisionsJson(decisions))).toEqual({
          results: decisions.map((each) => decisionOf(each)),
        });
        for (const each of decisions) {
          expect(decisionJson(each)).toBe(JSON.stringify(decisionOf(each)));
          const { allowed, reason, version, until } = decisionOf(each);
          const answer = { decision: allowed, context: { reason, version, ...(until !== undefined && { until }) } };
          expect(authzenJson(each)).toBe(JSON.stringify(answer));
          expect(JSON.parse(authzenBatchJson([each]))).toEqual({ evaluations: [answer] });
        }
      }),
    );
  });
});

describe('A fast decision', () => {
  const presets = loadPresets();
  const catalogue = presets.catalogue('ortto')!;
  const account = compile(catalogue, {
    accountId: 'a',
    status: 'active',
    version: 7,
    ownerMemberId: 'olivia',
    roles: [{ id: 'viewer', grants: { 'campaigns:view': true } }],
    members: [
      { id: 'olivia', status: 'active', roleIds: [] },
      { id: 'ada', status: 'active', roleIds: ['viewer'] },
    ],
  });

  it('is the account’s, however an id is spelled', () => {
    const ask = (memberId: string, permission: string) => fastDecision(account, { memberId, permission }, 0);
    expect(ask('ada', 'campaigns:view')).toMatchObject({ allowed: true, reason: 'granted', version: 7 });
    expect(ask('ADA', 'campaigns:publish')).toMatchObject({ allowed: false, reason: 'no_grant' });
    expect(ask('Olivia', 'campaigns:publish')).toMatchObject({ allowed: true, reason: 'account_owner' });
    expect(ask('nobody', 'campaigns:view')).toMatchObject({ allowed: false, reason: 'unknown_member' });
    expect(ask('ada', 'no:such')).toMatchObject({ allowed: false, reason: 'unknown_permission' });
  });

  it('covers all of them or none', () => {
    const ask = { memberId: 'ada', permission: 'campaigns:view' };
    expect(fastDecisions(account, [ask, { ...ask, record: { type: 'campaigns', ownerId: 'x' } }], 0)).toHaveLength(2);
  });
});

/** What a check says of the record travels in its properties or as its owner; where a record is known, its project is not asked. */
const check = randomAskedQuestion().map(({ record, ...rest }) => {
  const { type, ownerId, properties } = record ?? {};
  return {
    ...rest,
    ...(type !== undefined && {
      record: { type, ...(ownerId !== undefined && { ownerId }), ...(properties && { properties: { ...properties } }) },
    }),
  } as Check;
});

/** What it says of the record travels in the resource's properties, and so does the project. */
const evaluation = fc
  .tuple(randomAskedQuestion(), fc.constantFrom('member', 'user'), fc.boolean())
  .map(([{ memberId, permission, projectId, record, actionProperties }, type, isLoud]): Evaluation => {
    const [feature = '', name = ''] = permission.split(':');
    const { ownerId, properties } = record ?? {};
    const sent = { ...properties, ...(ownerId !== undefined && { ownerId }), ...(projectId && { projectId }) };
    return {
      subject: { type, id: isLoud ? memberId.toUpperCase() : memberId },
      resource: { type: feature, id: 'r', ...(Object.keys(sent).length > 0 && { properties: sent }) },
      action: { name, ...(actionProperties && { properties: { ...actionProperties } }) },
    };
  });

/** What the register may hold of a record. The fast path does not look, so nothing of it may matter to an answer. */
const REGISTERED = [
  undefined,
  { ownerId: MEMBER_IDS[0]!, projectId: PROJECT_IDS[0]!, properties: { status: 'archived', pinned: true } },
];

/** The decision by the rules alone, without the compiled account. */
function byRules(snapshot: Snapshot, asked: AskedQuestion, registered?: RegisteredRecord): Omit<Decision, 'until'> {
  const question = resolveQuestion(snapshot.catalogue, asked, registered);
  const { until: _, ...decided } =
    question === 'property_required' ? denial(question, snapshot.version) : decide(snapshot, question, NOW);
  return decided;
}

describe('The fast path', () => {
  it('decides what the rules decide, whatever the account and the check, and each check that needs nothing else', () => {
    fc.assert(
      fc.property(
        randomAccount(),
        fc.array(check, { minLength: 5, maxLength: 30 }),
        ({ catalogue, policy }, checks) => {
          const account = compile(catalogue, policy);
          const snapshot = snapshotOf(catalogue, policy);
          // A check of nothing but a member and a permission is among them, whatever else was found.
          const bare = checks.map(({ memberId, permission }): Check => ({ memberId, permission }));
          for (const each of [...checks, ...bare]) {
            const fast = fastDecision(account, each, NOW);
            const dependsOnMore =
              each.record ?? each.actionProperties ?? catalogue.find(each.permission)?.variants.length;
            if (!dependsOnMore) expect(fast).toBeDefined();
            // Without an id nothing can be registered of the record.
            if (fast) expect(fast).toMatchObject(byRules(snapshot, questionOf(each, catalogue)));
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('answers AuthZEN as the rules do, to those who may ask, and each evaluation that needs nothing else', () => {
    let decidedOfOthers = 0;
    fc.assert(
      fc.property(
        randomAccount(),
        fc.array(evaluation, { minLength: 5, maxLength: 20 }),
        ({ catalogue, policy }, evaluations) => {
          const account = compile(catalogue, policy);
          const snapshot = snapshotOf(catalogue, policy);
          const memberNamed = (name: string) => [...snapshot.members.keys()].find((id) => id === name.toLowerCase());
          for (const each of evaluations) {
            const memberId = memberNamed(each.subject.id);
            for (const actorId of new Set([memberId ?? STRANGER_ID, policy.ownerMemberId, ...MEMBER_IDS.slice(0, 3)])) {
              const fast = fastEvaluations(account, [each], { actorId, now: NOW })?.[0];
              const isOwn = memberId === actorId;
              const question = { memberId: actorId, permission: 'permissions:view' };
              if (fast && !isOwn) {
                expect(decide(snapshot, question, NOW).allowed).toBe(true);
                decidedOfOthers += 1;
              }
              const permission = catalogue.find(permissionOf(each));
              const isPlain = permission?.kind === 'toggle' && permission.level === 'account';
              if (isOwn && isPlain && permission.variants.length === 0) expect(fast).toBeDefined();
              if (!fast) continue;
              if (memberId === undefined) throw new Error('Somebody who is not known here was decided about');
              const asked = authzenQuestion(catalogue, memberId, each, memberNamed);
              for (const registered of REGISTERED) expect(fast).toMatchObject(byRules(snapshot, asked, registered));
            }
          }
        },
      ),
      { numRuns: runs(60) },
    );
    expect(decidedOfOthers).toBeGreaterThan(100);
  });
});
