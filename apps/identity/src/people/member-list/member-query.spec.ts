import { describe, expect, it } from '@jest/globals';
import { orderOf, readCursor, writeCursor } from './member-query.js';

const id = '0192f0c1-2345-7000-8000-0123456789ab';

describe('a cursor of the list of members', () => {
  it.each([undefined, 'name', '-name', 'email', '-lastActiveAt', 'createdAt'] as const)(
    'of the order %s leads back to its place',
    (sort) => {
      const order = orderOf(sort);
      for (const key of ['2026-11-22 10:00:00.123456+00', '-infinity']) {
        expect(readCursor(order, writeCursor(order, { key, id }))).toEqual({ key, id });
      }
    },
  );

  it.each(['yesterday', '2026-02-31 10:00:00+00', '2026-11-22 25:00:00+00', 'infinity', '2026-11-22'])(
    'is none where an instant is said to be %s',
    (key) => {
      const order = orderOf('createdAt');
      expect(() => readCursor(order, writeCursor(order, { key, id }))).toThrow(
        expect.objectContaining({ code: 'request.invalid' }),
      );
    },
  );

  it('has room for the longest name there is', () => {
    expect(writeCursor(orderOf('-lastActiveAt'), { key: '😀'.repeat(161), id }).length).toBeLessThanOrEqual(1_500);
  });
});
