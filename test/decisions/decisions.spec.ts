import { describe, expect, it } from '@jest/globals';
import { check, compile, decide, explain, snapshotOf, resolveQuestion } from '@roster/permissions';
import { presetOf, testPresets } from '../presets/presets.js';
import { policyOf, questionOf, registeredIn } from './account-policy.js';
import { NOW, type DecisionCase } from './decision-case.js';
import { SUITES } from './suites.js';

const presets = testPresets();

describe.each(SUITES)('Decisions: $name', ({ preset: name, account, cases }) => {
  const preset = presetOf(presets, name);
  const catalogue = presets.catalogue(name);
  if (!catalogue) throw new Error(`The preset "${name}" has no catalogue`);
  const policy = policyOf(account, preset);
  const snapshot = snapshotOf(catalogue, policy);
  const compiled = compile(catalogue, policy);

  it.each(cases)('$title', (decisionCase) => {
    const { ask, want } = decisionCase;
    const { until, ...decision } = want;
    const question = resolveQuestion(catalogue, questionOf(decisionCase), registeredIn(account, decisionCase));
    if (question === 'property_required') {
      expect(want).toEqual({ allowed: false, reason: question, scope: [] });
      return;
    }
    const now = NOW + (ask.later ?? 0);
    const wanted = { ...decision, version: 1, ...(until !== undefined && { until: NOW + until }) };

    expect(decide(snapshot, question, now)).toEqual(wanted);
    expect(explain(snapshot, question, now)).toMatchObject(wanted);
    expect(check(snapshot, question, now)).toBe(want.allowed);
    expect(compiled.decide(question, now)).toEqual(wanted);
    expect(compiled.explain(question, now)).toMatchObject(wanted);
    expect(compiled.check(question, now)).toBe(want.allowed);
    expect(compiled.checkMany([question, question], now)).toEqual([wanted, wanted]);
  });

  it('has a title of its own for every case', () => {
    expect(repeated(cases)).toEqual([]);
  });
});

function repeated(cases: readonly DecisionCase[]): string[] {
  const titles = cases.map(({ title }) => title);
  return titles.filter((title, at) => titles.indexOf(title) !== at);
}
