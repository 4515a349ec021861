import { describe, expect, it } from '@jest/globals';
import { loadPresets } from '@roster/contracts';
import { check, decide, explain, snapshotOf } from '@roster/permissions';
import { NOW, policyOf, type DecisionCase, type DecisionSuite, type PureFixture } from './decision-case.js';
import { modelProduct } from './model.account.js';
import { modelDecisions, teamsOff } from './model.cases.js';
import { orttoDecisions, orttoSpecialStates, orttoSuspended } from './ortto.cases.js';

const presets = loadPresets();

function productOf({ name, preset: presetName }: DecisionSuite): PureFixture {
  if (!presetName) return modelProduct;
  const preset = presets.get(presetName);
  const catalogue = presets.catalogue(presetName);
  if (!preset || !catalogue) throw new Error(`The suite "${name}" wants the preset "${presetName}"`);
  return { catalogue, roles: preset.systemRoles };
}

function questionOf({ ask: { member, permission, project, record } }: DecisionCase) {
  const { owner, project: projectId, ...rest } = record ?? { type: '' };
  return {
    memberId: member,
    permission,
    ...(project && { projectId: project }),
    ...(record && {
      record: { ...rest, ...(owner !== undefined && { ownerId: owner }), ...(projectId && { projectId }) },
    }),
  };
}

describe.each([orttoDecisions, orttoSpecialStates, orttoSuspended, modelDecisions, teamsOff])(
  'Decisions: $name',
  (suite) => {
    const { catalogue, roles } = productOf(suite);
    const snapshot = snapshotOf(catalogue, policyOf(suite.account, roles));

    it.each(suite.cases)('$title', (decisionCase) => {
      const { ask, want } = decisionCase;
      const { until, ...decision } = want;
      const question = questionOf(decisionCase);
      const now = NOW + (ask.later ?? 0);
      const wanted = { ...decision, version: 1, ...(until !== undefined && { until: NOW + until }) };

      expect(decide(snapshot, question, now)).toEqual(wanted);
      expect(explain(snapshot, question, now)).toMatchObject(wanted);
      expect(check(snapshot, question, now)).toBe(want.allowed);
    });

    it('has a title of its own for every case', () => {
      const titles = suite.cases.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
    });
  },
);
