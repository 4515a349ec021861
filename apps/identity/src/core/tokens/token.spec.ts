import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TOKEN_PURPOSES } from '@roster/contracts';
import * as fc from 'fast-check';
import { deriveToken, hashToken, isSecretKey, randomToken } from './token.js';

const reference = fc.record({
  purpose: fc.constantFrom(...TOKEN_PURPOSES),
  id: fc.uuid(),
  generation: fc.integer({ min: 1, max: 1_000_000 }),
});

describe('a derived token', () => {
  const key = randomBytes(32);

  it('is the same for the same reference, and 256 bits in the letters of a URL', () =>
    fc.assert(
      fc.property(reference, (link) => {
        expect(deriveToken(key, link)).toBe(deriveToken(key, { ...link }));
        expect(deriveToken(key, link)).toMatch(/^[A-Za-z0-9_-]{43}$/);
      }),
    ));

  it('differs with purpose, id, generation and key', () =>
    fc.assert(
      fc.property(reference, reference, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(deriveToken(key, one)).not.toBe(deriveToken(key, other));
        expect(deriveToken(key, one)).not.toBe(deriveToken(randomBytes(32), one));
      }),
    ));

  it('cannot be told from its hash', () => {
    const token = randomToken();
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashToken(token)).not.toContain(token);
  });
});

it('makes 10,000 session tokens of which no two are alike (S25)', () => {
  expect(new Set(Array.from({ length: 10_000 }, randomToken)).size).toBe(10_000);
});

describe('the key', () => {
  it('is accepted if it is random and long enough', () => {
    for (let i = 0; i < 200; i += 1) expect(isSecretKey(randomBytes(32).toString('base64'))).toBe(true);
    expect(isSecretKey(randomBytes(64).toString('base64url'))).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['a short one', randomBytes(31).toString('base64')],
    ['zeros', Buffer.alloc(32).toString('base64')],
    ['a pattern', Buffer.alloc(64, randomBytes(8)).toString('base64')],
    ['readable text', Buffer.from('change me, I am the default key of Roster!').toString('base64')],
    ['what is not base64', 'change me, I am the default key of Roster! change me'],
  ])('is refused where it is %s', (_, key) => expect(isSecretKey(key)).toBe(false));
});
