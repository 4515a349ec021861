import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPlain } from './plain-json.js';

const plain = (text: string) => isPlain(JSON.parse(text), text, 32);

describe('isPlain', () => {
  it('sees every value that was written without a trick as plain', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const isSpecial =
          /__|prototype|constructor|toString|toLocale|valueOf|\\u(0000|d[89a-f])|hasOwn|isProto|property/.test(text);
        if (!isSpecial) expect(plain(text)).toBe(true);
      }),
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":[{"c":"x","c":"x"}]}}',
    '{"a":{"b":1},"a":2}',
    '{"__proto__":1}',
    '{"a":{"prototype":1}}',
    '{"a":{"constructor":1}}',
    '{"a":"\\u0000"}',
    '{"a\\u0000":1}',
    '{"a":"\\ud83d"}',
    '{"a":["\\ude00\\ud83d"]}',
    '{"\\ud83d":1}',
    '{"a":1e400}',
    '[-1e999]',
  ])('leaves %s to be looked at', (text) => expect(plain(text)).toBe(false));

  it('is not deceived by colons, quotes and backslashes in strings', () => {
    for (const text of ['{"a:b":"c:d"}', '{"a\\"":":\\\\"}', '{"\\\\":"\\":"}']) expect(plain(text)).toBe(true);
    expect(plain('{"a:":1,"a:":1}')).toBe(false);
  });

  it('counts levels', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect([plain(nested(32)), plain(nested(33))]).toEqual([true, false]);
  });
});
