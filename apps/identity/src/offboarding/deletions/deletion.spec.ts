import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { confirmedBy } from './deletion.js';

const ids = { accountId: 'a', memberId: 'm' };
const fresh = { pending: ['access', 'crm', 'files'], reassigned: {} };

describe('the confirmations of a deletion', () => {
  it('count once for each keeper, in any order and however often', () => {
    const said = fc.array(fc.record({ keeper: fc.constantFrom(...fresh.pending), count: fc.nat(9) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(said, (confirmations) => {
        let progress: { pending: string[]; reassigned: Record<string, number> } = fresh;
        const first = new Map<string, number>();
        for (const { keeper, count } of confirmations) {
          progress = confirmedBy(progress, { ...ids, keeper, count }) ?? progress;
          if (!first.has(keeper)) first.set(keeper, count);
        }
        expect(progress.reassigned).toEqual(Object.fromEntries(first));
        expect(progress.pending).toEqual(fresh.pending.filter((keeper) => !first.has(keeper)));
      }),
    );
  });

  it('are accepted from the expected keepers only', () => {
    for (const keeper of ['strangers', 'constructor', '__proto__']) {
      expect(() => confirmedBy(fresh, { ...ids, keeper, count: 0 })).toThrow(
        expect.objectContaining({
          code: 'record-keeper.unknown',
          details: { choices: fresh.pending.filter((name) => name !== 'access') },
        }),
      );
    }
    expect(() => confirmedBy(null, { ...ids, keeper: 'crm', count: 0 })).toThrow(
      expect.objectContaining({ code: 'deletion.not-found' }),
    );
  });
});
