import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '@roster/contracts';
import { ACTIONS } from './actions.words.js';

describe('The filter of the audit trail', () => {
  it('has a word for each act, and for nothing else', () => {
    expect(Object.keys(ACTIONS)).toEqual([...AUDIT_ACTIONS]);
  });
});
