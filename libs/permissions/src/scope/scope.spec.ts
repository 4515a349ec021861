import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { ALL, OWN, SCOPE_NAMES, SCOPE_SETS, scopeBits, scopeNames, TEAM, UNOWNED, type ScopeName } from './scope.js';

const names = fc.subarray([...SCOPE_NAMES]);

describe('Scope sets', () => {
  it('have 18 values: none, all, and OWN with any of four others', () => {
    expect(new Set(SCOPE_SETS).size).toBe(18);
    const fromNames = new Set<number>();
    fc.assert(
      fc.property(names, (list) => fromNames.add(scopeBits(list)).size <= 18),
      { numRuns: runs(200) },
    );
    expect([...fromNames].filter((bits) => !SCOPE_SETS.includes(bits))).toEqual([]);
  });

  it('are closed under OR', () => {
    for (const a of SCOPE_SETS) for (const b of SCOPE_SETS) expect(SCOPE_SETS).toContain(a | b);
  });

  it('go to names and back without a change', () => {
    for (const bits of SCOPE_SETS) expect(scopeBits(scopeNames(bits))).toBe(bits);
  });

  it('contain OWN if they contain anything', () => {
    expect(scopeBits(['team', 'unowned'])).toBe(OWN | TEAM | UNOWNED);
    expect(scopeBits([])).toBe(0);
  });

  it('are called all where they contain everything, whatever else was named', () => {
    expect(scopeBits(['all', 'own'])).toBe(ALL);
    expect(scopeNames(ALL)).toEqual(['all']);
  });

  it('get nothing from a name that is not known', () => {
    const fromElsewhere: string[] = ['galaxy', 'toString'];
    expect(scopeBits(fromElsewhere as ScopeName[])).toBe(0);
  });
});
