import { describe, expect, it } from '@jest/globals';
import { RosterError } from '@roster/contracts';
import { parseJsonBody } from './json-body.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

function refusal(body: string | Buffer): string {
  try {
    parseJsonBody(Buffer.from(body));
  } catch (error) {
    if (error instanceof RosterError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('parseJsonBody', () => {
  it('reads an object, and nothing as an empty one', () => {
    expect(parse('{"a":[1,{"b":"ü"}],"c":null}')).toEqual({ a: [1, { b: 'ü' }], c: null });
    expect(parse('')).toEqual({});
  });

  it('keeps the same key in different objects, and values that only look like keys', () => {
    expect(parse('{"a":{"x":1},"b":{"x":2},"c":"__proto__"}')).toEqual({ a: { x: 1 }, b: { x: 2 }, c: '__proto__' });
    expect(parse('{"constructor":"x","prototype":1}')).toEqual({ constructor: 'x', prototype: 1 });
  });

  it.each(['{', 'x', '{"a":1,}', "{'a':1}", '{"a":1} x', '{/* no */}', '\ufeff{}', '{"a":NaN}', '"\u0001"'])(
    'refuses %j, which is not JSON',
    (text) => expect(refusal(text)).toBe('request.malformed: The body is not JSON'),
  );

  it.each(['[]', '"x"', '1', 'null', 'true'])('refuses %s, which is no object', (text) =>
    expect(refusal(text)).toBe('request.malformed: The body must be an object'),
  );

  it.each([
    ['{"a":1,"a":2}', 'The key "a" stands twice in one object'],
    ['{"a":1,"\\u0061":2}', 'The key "a" stands twice in one object'],
    ['{"x":[{"b":{},"c":0,"b":1}]}', 'The key "b" stands twice in one object'],
    ['{"__proto__":{"admin":true}}', 'The key "__proto__" is not allowed'],
    ['{"a":{"\\u005f_proto__":1}}', 'The key "__proto__" is not allowed'],
    ['{"constructor":{"prototype":{"admin":true}}}', 'The key "prototype" is not allowed'],
    ['{"a":1e400}', 'A number is out of range'],
    ['{"a":[-1e999]}', 'A number is out of range'],
  ])('refuses %s', (text, message) => {
    expect(refusal(text)).toBe(`request.malformed: ${message}`);
    expect('admin' in {}).toBe(false);
  });

  it('refuses broken UTF-8', () => {
    expect(refusal(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toContain('not UTF-8');
  });

  it('takes 32 levels and not one more, however many there are', () => {
    expect(refusal(nested(32))).toBe('accepted');
    expect(refusal(nested(33))).toContain('more than 32 levels');
    expect(refusal(nested(10_000))).toContain('more than 32 levels');
    expect(refusal('['.repeat(250_000))).toContain('more than 32 levels');
    expect(refusal(`{"a":${'['.repeat(31)}`)).toBe('request.malformed: The body is not JSON');
  });
});
