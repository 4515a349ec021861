import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { OneAtATime } from './one-at-a-time.js';
import { assertRate, HOUR } from './rate.js';

const refused = (retryAfter: number) => expect.objectContaining({ code: 'rate.limited', details: { retryAfter } });

describe('a rate', () => {
  const now = new Date(10 * HOUR);
  const ago = (...minutes: number[]) => minutes.map((m) => new Date(now.getTime() - m * 60_000));

  it('is kept while fewer than the limit lie within the last hour', () => {
    expect(() => assertRate(ago(1, 2, 61, 62, 63), 3, now)).not.toThrow();
    expect(() => assertRate([], 1, now)).not.toThrow();
  });

  it('is refused with the seconds until the next one is allowed', () => {
    expect(() => assertRate(ago(10, 50, 20), 3, now)).toThrow(refused(600));
    expect(() => assertRate(ago(10, 50, 20, 40), 3, now)).toThrow(refused(1_200));
  });
});

describe('one at a time', () => {
  it('runs the same key in order and other keys at once, and survives a failure', async () => {
    const turns = new OneAtATime();
    const log: string[] = [];
    const gate = new EventEmitter();
    const first = turns.run('a', async () => {
      await once(gate, 'open');
      log.push('a1');
      throw new Error('no');
    });
    const second = turns.run('a', async () => log.push('a2'));
    await turns.run('b', async () => log.push('b'));
    gate.emit('open');
    await expect(first).rejects.toThrow('no');
    await second;
    expect(log).toEqual(['b', 'a1', 'a2']);
  });
});
