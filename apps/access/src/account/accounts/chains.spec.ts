import { describe, expect, it } from '@jest/globals';
import { requireChain } from './chains.js';

const check = (above: Record<string, string | null>) =>
  requireChain(new Map(Object.entries(above)), {
    cycle: () => new Error('cycle'),
    tooDeep: () => new Error('too deep'),
  });

/** `0` above `1` above `2` … */
const chain = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, at === 0 ? null : `n${at - 1}`]));

describe('A chain', () => {
  it('may be 32 long, in whatever order its links are checked', () => {
    expect(() => check(chain(32))).not.toThrow();
    expect(() => check(chain(33))).toThrow('too deep');
    const backwards = Object.fromEntries(Object.entries(chain(33)).toReversed());
    expect(() => check(backwards)).toThrow('too deep');
    expect(() => check(Object.fromEntries(Object.entries(chain(32)).toReversed()))).not.toThrow();
  });

  it('has no cycle, of whatever length', () => {
    expect(() => check({ a: 'a' })).toThrow('cycle');
    expect(() => check({ a: 'b', b: 'c', c: 'a', d: 'a' })).toThrow('cycle');
    expect(() => check({ root: null, a: 'root', b: 'root', c: 'b' })).not.toThrow();
  });

  it('ends at an id that is not known', () => {
    expect(() => check({ a: 'gone', b: 'a' })).not.toThrow();
  });
});
