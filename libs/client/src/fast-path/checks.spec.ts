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
  type Decision,
} from '@roster/permissions';
import fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { NOW, randomAccount, randomAskedQuestion } from '../../../../test/permissions/random-account.js';
import { authzenBatchJson, authzenJson } from './authzen.js';
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
        expect(JSON.parse(decisionsJson(decisions))).toEqual({ results: decisions.map(decisionOf) });
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

describe('The fast path', () => {
  it('decides what the rules decide, whatever the account and the check, or leaves it to them', () => {
    let decidedFast = 0;
    fc.assert(
      fc.property(
        randomAccount(),
        fc.array(check, { minLength: 5, maxLength: 30 }),
        ({ catalogue, policy }, checks) => {
          const account = compile(catalogue, policy);
          const snapshot = snapshotOf(catalogue, policy);
          for (const each of checks) {
            const fast = fastDecision(account, each, NOW);
            if (!fast) continue;
            decidedFast += 1;
            const question = resolveQuestion(catalogue, questionOf(each, catalogue));
            const { until: _, ...slow } =
              question === 'property_required' ? denial(question, account.version) : decide(snapshot, question, NOW);
            expect(fast).toMatchObject(slow);
          }
        },
      ),
      { numRuns: runs(60) },
    );
    expect(decidedFast).toBeGreaterThan(0);
  });
});
