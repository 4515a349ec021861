import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Waiters } from './waiters.js';

interface Seen {
  readonly took: string[];
  readonly failed: unknown[];
}

let waiters: Waiters<string>;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  waiters = new Waiters(() => new Error('too late'));
});
afterEach(() => {
  jest.useRealTimers();
});

function wait(timeLeft: number): { token: string; seen: Seen } {
  const seen: Seen = { took: [], failed: [] };
  const token = waiters.add({
    until: performance.now() + timeLeft,
    take: (answer) => void seen.took.push(answer),
    fail: (error) => void seen.failed.push(error),
  });
  return { token, seen };
}

describe('A waiting call', () => {
  it('gets the answer for its token, once', () => {
    const [ada, ben] = [wait(100), wait(100)];
    waiters.answer(ben.token, 'for Ben');
    waiters.answer(ben.token, 'again');
    waiters.answer('nobody', 'lost');
    expect([ada.seen, ben.seen]).toEqual([
      { took: [], failed: [] },
      { took: ['for Ben'], failed: [] },
    ]);
  });

  it('is told within 20 ms that its time is over, each at its own time', () => {
    const [ada, ben] = [wait(100), wait(300)];
    jest.advanceTimersByTime(99);
    expect(ada.seen.failed).toEqual([]);
    jest.advanceTimersByTime(21);
    expect([ada.seen.failed.length, ben.seen.failed.length]).toEqual([1, 0]);
    waiters.answer(ada.token, 'too late');
    jest.advanceTimersByTime(200);
    expect([ada.seen, ben.seen].map(({ took, failed }) => [took.length, failed.length])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('keeps no timer running when nobody waits', () => {
    const { token } = wait(100);
    expect(jest.getTimerCount()).toBe(1);
    waiters.answer(token, 'done');
    jest.advanceTimersByTime(20);
    expect(jest.getTimerCount()).toBe(0);
    wait(10);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('is ended with all the others', () => {
    const both = [wait(100), wait(100)];
    waiters.failAll('gone');
    expect(both.map(({ seen }) => seen.failed)).toEqual([['gone'], ['gone']]);
  });
});
