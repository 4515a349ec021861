import { describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { compile, REASONS, SCOPE_NAMES, type Decision } from '@roster/permissions';
import fc from 'fast-check';
import { authzenBatchJson, authzenJson } from '../authzen/at-once.js';
import { allDecidedAtOnce, decidedAtOnce, decisionJson, decisionsJson } from './at-once.js';
import { decisionOf } from './wire.js';

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

describe('A decision at once', () => {
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
    const ask = (memberId: string, permission: string) => decidedAtOnce(account, { memberId, permission }, 0);
    expect(ask('ada', 'campaigns:view')).toMatchObject({ allowed: true, reason: 'granted', version: 7 });
    expect(ask('ADA', 'campaigns:publish')).toMatchObject({ allowed: false, reason: 'no_grant' });
    expect(ask('Olivia', 'campaigns:publish')).toMatchObject({ allowed: true, reason: 'account_owner' });
    expect(ask('nobody', 'campaigns:view')).toMatchObject({ allowed: false, reason: 'unknown_member' });
    expect(ask('ada', 'no:such')).toMatchObject({ allowed: false, reason: 'unknown_permission' });
  });

  it('covers all of them or none', () => {
    const ask = { memberId: 'ada', permission: 'campaigns:view' };
    expect(allDecidedAtOnce(account, [ask, { ...ask, record: { type: 'campaigns', ownerId: 'x' } }], 0)).toHaveLength(
      2,
    );
  });
});
