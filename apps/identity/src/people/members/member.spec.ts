import { describe, expect, it } from '@jest/globals';
import { isActivityStale, lastUsed } from './member.js';

const at = (id: string, lastActiveAt: Date | null) => ({ id, lastActiveAt });

describe('the account that a person is taken to', () => {
  it('is the one last used', () =>
    expect(lastUsed([at('a', new Date(1)), at('b', new Date(2)), at('c', null)])?.id).toBe('b'));

  it('is the oldest where none was used', () => expect(lastUsed([at('b', null), at('a', null)])?.id).toBe('a'));

  it('is none for a person without any', () => expect(lastUsed([])).toBeUndefined());
});

it('records activity once a minute', () => {
  const now = new Date(1_000_000);
  const seen = (ago: number | null) => ({ lastActiveAt: ago === null ? null : new Date(now.getTime() - ago) });
  expect([null, 0, 59_999, 60_000].map((ago) => isActivityStale(seen(ago), now))).toEqual([true, false, false, true]);
});
