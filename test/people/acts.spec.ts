import { describe, expect, it } from '@jest/globals';
import { allRpcs, type RpcContract } from '@roster/contracts';
import { ACTS, OTHERS } from './acts.js';

/** Whether the contract has an actor. Public contracts have none, and services are nobody's subordinates. */
const hasActor = ({ permission, callers }: RpcContract): boolean =>
  callers.includes('gateway') &&
  (typeof permission === 'string' || permission.open === 'self' || permission.open === 'person');

describe('The list of acts on people', () => {
  const listed = new Set<object>([...ACTS.map(({ contract }) => contract), ...OTHERS]);

  it('has every contract that a signed-in person can call: as an act, or with the reason why it is none', () => {
    const missing = allRpcs().filter((contract) => hasActor(contract) && !listed.has(contract));
    expect(missing.map(({ subject }) => subject)).toEqual([]);
  });

  it('has each of them once, and none that does not exist', () => {
    const acts = new Set<object>(ACTS.map(({ contract }) => contract));
    expect(OTHERS.filter((contract) => acts.has(contract))).toEqual([]);
    expect(new Set(OTHERS).size).toBe(OTHERS.length);
    const present = new Set<object>(allRpcs());
    expect([...listed].filter((contract) => !present.has(contract))).toEqual([]);
  });

  it('says of every act that it can be refused as one on somebody above oneself', () => {
    const silent = ACTS.filter(({ contract }) => !contract.errors.some(({ code }) => code === 'privilege.above-own'));
    expect(silent.map(({ contract }) => contract.subject)).toEqual([]);
  });
});
