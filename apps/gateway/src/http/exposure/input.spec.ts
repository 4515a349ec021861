import { describe, expect, it } from '@jest/globals';
import { mergeInput, type RequestParts } from './input.js';

const id = '019a0000-0000-7000-8000-000000000001';
const merge = (parts: Partial<RequestParts>) =>
  mergeInput({ method: 'GET', params: {}, query: {}, body: {}, ...parts });

describe('mergeInput', () => {
  it('joins the path with the body of a write, and with the query of a read', () => {
    expect(merge({ method: 'PUT', params: { memberId: id }, body: { roleIds: [] } })).toEqual({
      memberId: id,
      roleIds: [],
    });
    expect(merge({ query: { role: ['a', 'b'], limit: '2' } })).toEqual({ role: ['a', 'b'], limit: '2' });
    expect(merge({ method: 'DELETE', params: { roleId: id }, query: { replacement: 'x' } })).toEqual({
      roleId: id,
      replacement: 'x',
    });
  });

  it('lets the path hold, and leaves the other to be refused by its owner', () => {
    expect(merge({ method: 'PUT', params: { memberId: id }, body: { memberId: 'b' } })).toEqual({
      memberId: id,
      'body.memberId': 'b',
    });
    expect(merge({ params: { memberId: id }, query: { memberId: 'b' } })).toEqual({
      memberId: id,
      'query.memberId': 'b',
    });
  });

  it('takes nothing of a write from the URL', () => {
    expect(merge({ method: 'POST', query: { password: 'x' }, body: { email: 'a' } })).toEqual({
      email: 'a',
      'query.password': 'x',
    });
  });

  it.each(['1', 'me', '../x', `${id}x`, '', '019a0000-0000-0000-8000-00000000000g'])(
    'replaces the malformed id %j by one that nobody has',
    (memberId) => expect(merge({ params: { memberId } })).toEqual({ memberId: '00000000-0000-0000-0000-000000000000' }),
  );

  it('takes names of other systems as they are', () => {
    const params = { type: 'contacts', id: '../7 ü', memberId: '7' };
    expect(merge({ params, names: ['type', 'id'] })).toEqual({
      ...params,
      memberId: '00000000-0000-0000-0000-000000000000',
    });
  });

  it('passes on names that reach into prototypes as what they are: names', () => {
    const input = merge({ query: JSON.parse('{"__proto__":{"admin":true}}') as Record<string, unknown> });
    expect(JSON.stringify(input)).toBe('{"__proto__":{"admin":true}}');
    expect(Reflect.get(input, 'admin')).toBeUndefined();
  });
});
