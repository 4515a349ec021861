import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { MEMBER_STATUSES, memberIsOwner, RosterError } from '@roster/contracts';
import { isActivityStale, lastUsed, revocationOf } from './member.js';

const member = (status: (typeof MEMBER_STATUSES)[number]) => ({ id: randomUUID(), status });

describe('what revoking takes', () => {
  const account = { ownerMemberId: randomUUID() };

  it.each([
    ['invited', 'withdraw'],
    ['active', 'take-away'],
    ['inactive', 'take-away'],
    ['revoked', 'none'],
  ] as const)('for one who is %s: %s', (status, revocation) =>
    expect(revocationOf(member(status), account)).toBe(revocation),
  );

  it.each(MEMBER_STATUSES)('is not to be had from the owner, %s or not', (status) =>
    expect(() => revocationOf({ id: account.ownerMemberId, status }, account)).toThrow(new RosterError(memberIsOwner)),
  );
});

const at = (id: string, lastActiveAt: Date | null) => ({ id, lastActiveAt });

describe('the account that a person is taken to', () => {
  it('is the one last used', () =>
    expect(lastUsed([at('a', new Date(1)), at('b', new Date(2)), at('c', null)])?.id).toBe('b'));

  it('is the oldest where none was used', () => expect(lastUsed([at('b', null), at('a', null)])?.id).toBe('a'));

  it('is none for a person without any', () => expect(lastUsed([])).toBeUndefined());
});

it('writes a sign of life down once a minute', () => {
  const now = new Date(1_000_000);
  const seen = (ago: number | null) => ({ lastActiveAt: ago === null ? null : new Date(now.getTime() - ago) });
  expect([null, 0, 59_999, 60_000].map((ago) => isActivityStale(seen(ago), now))).toEqual([true, false, false, true]);
});
