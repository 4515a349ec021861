import { describe, expect, it } from '@jest/globals';
import { allRpcs, type RpcContract } from '@roster/contracts';
import { TRAILED_WITH_PROVIDER } from './trail-sso.js';
import { TRAILED, TRAILED_OF_ENROLLING, UNTRAILED } from './trail.js';

const hasActor = ({ permission, callers }: RpcContract): boolean =>
  callers.includes('gateway') &&
  (typeof permission === 'string' || permission.open === 'self' || permission.open === 'person');

describe('The list of acts that the audit trail has', () => {
  const acts = [...TRAILED, ...TRAILED_OF_ENROLLING, ...TRAILED_WITH_PROVIDER];
  const trailed = new Set<object>(acts.map(({ contract }) => contract));
  const others = Object.values(UNTRAILED).flat();

  it('has every contract that a signed-in person can call: as an act, or with the reason why it is none', () => {
    const listed = new Set<object>([...trailed, ...others]);
    const missing = allRpcs().filter((contract) => hasActor(contract) && !listed.has(contract));
    expect(missing.map(({ subject }) => subject)).toEqual([]);
  });

  it('has each of them once', () => {
    expect(trailed.size).toBe(acts.length);
    expect(others.filter((contract) => trailed.has(contract))).toEqual([]);
    expect(new Set(others).size).toBe(others.length);
  });
});
