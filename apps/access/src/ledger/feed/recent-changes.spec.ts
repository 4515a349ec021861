import { describe, expect, it } from '@jest/globals';
import { RecentChanges } from './recent-changes.js';

const row = (id: string, version = 1) => ({ id, version });

/** One query of the database, which takes 10 ms. */
const look = (changes: RecentChanges, began: number, ...rows: { id: string; version: number }[]) =>
  changes.take(rows, { began, ended: began + 10 });

describe('Recent changes', () => {
  it('are named for the length of the window after they are first seen', () => {
    const changes = new RecentChanges(5_000, 100);
    expect(look(changes, 0, row('a'))).toEqual({ versions: { a: 1 }, window: 5_000 });
    expect(look(changes, 5_009, row('a'))).toEqual({ versions: { a: 1 }, window: 5_000 });
    expect(look(changes, 5_010, row('a'))).toEqual({ versions: {}, window: 5_000 });
  });

  it('start again with each version', () => {
    const changes = new RecentChanges(5_000, 100);
    look(changes, 0, row('a'));
    expect(look(changes, 6_000, row('a', 2)).versions).toEqual({ a: 2 });
  });

  it('include what became visible long after its transaction began', () => {
    const changes = new RecentChanges(5_000, 100);
    look(changes, 0);
    expect(look(changes, 40_000, row('late')).versions).toEqual({ late: 1 });
  });

  it('cover a shorter window, completely, where they are too many for a beat', () => {
    const changes = new RecentChanges(5_000, 2);
    look(changes, 0, row('a'), row('b'));
    look(changes, 1_000, row('a'), row('b'), row('c'));
    expect(look(changes, 2_000, row('a'), row('b'), row('c'), row('d'))).toEqual({
      versions: { c: 1, d: 1 },
      window: 1_990,
    });
    expect(look(changes, 3_000, ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => row(id)))).toEqual({
      versions: {},
      window: 0,
    });
  });
});
