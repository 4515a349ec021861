import { describe, expect, it } from '@jest/globals';
import { rateLimited, serviceTimeout } from '@roster/contracts';
import { LongCalls } from './long-calls.js';

/** Calls that run until the test ends them, and the order in which they began. */
function world() {
  const calls = new LongCalls();
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (accountId: string, name: string, deadline?: number) => {
    const answer = calls.run(accountId, deadline, async () => {
      began.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
    return answer.catch((error: { code: string }) => error.code);
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { began, call, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Calls that work through a whole account', () => {
  it('run one at a time of an account, and two in all, in the order in which they came', async () => {
    const { began, call, end } = world();
    for (const name of ['a1', 'a2', 'b1', 'c1', 'b2', 'c2']) void call(name.slice(0, 1), name);
    await settled();
    expect(began).toEqual(['a1', 'b1']);
    await end('b1');
    expect(began).toEqual(['a1', 'b1', 'c1']);
    await end('a1');
    expect(began).toEqual(['a1', 'b1', 'c1', 'a2']);
    await end('a2');
    await end('c1');
    await end('b2');
    expect(began).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  it('of an account that has many waiting are refused at once, and those of others are not', async () => {
    const { began, call, end } = world();
    const answers = Array.from({ length: 12 }, (_, n) => call('a', `a${n}`));
    const refused = await Promise.all(answers.slice(9));
    expect(refused).toEqual([rateLimited.code, rateLimited.code, rateLimited.code]);
    const other = call('b', 'b');
    await settled();
    expect(began).toEqual(['a0', 'b']);
    await end('b');
    await expect(other).resolves.toBe('b');
    for (let n = 0; n < 9; n += 1) await end(`a${n}`);
    await expect(Promise.all(answers.slice(0, 9))).resolves.toEqual(began.filter((name) => name !== 'b'));
  });

  it('are dropped while they wait, once nobody waits for their answer', async () => {
    const { began, call, end } = world();
    const first = call('a', 'first');
    const late = call('a', 'late', Date.now() + 1);
    const next = call('a', 'next');
    await expect(late).resolves.toBe(serviceTimeout.code);
    await end('first');
    expect(began).toEqual(['first', 'next']);
    await end('next');
    await expect(Promise.all([first, next])).resolves.toEqual(['first', 'next']);
  });

  it('make room for the next one when they fail', async () => {
    const calls = new LongCalls();
    const failing = calls.run('a', undefined, async () => {
      throw new Error('broken');
    });
    const next = calls.run('a', undefined, async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    await expect(next).resolves.toBe('next');
  });
});
