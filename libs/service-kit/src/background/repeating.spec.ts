import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../logs/logger.js';
import { Repeating } from './repeating.js';

const NEVER = 3_600_000;
const logger = createLogger('test', 'silent');

/** Rounds that end when the test says so. */
class Rounds {
  readonly open: (() => void)[] = [];
  begun = 0;
  readonly repeating: Repeating;
  private readonly events = new EventEmitter();

  constructor(pause: number) {
    this.repeating = new Repeating({ name: 'test', pause, logger, work: () => this.begin() });
  }

  async begins(count: number): Promise<void> {
    while (this.begun < count) await once(this.events, 'begun');
  }

  end(): void {
    this.open.shift()?.();
  }

  private begin(): Promise<void> {
    this.begun += 1;
    this.events.emit('begun');
    return new Promise((resolve) => void this.open.push(resolve));
  }
}

describe('repeating work', () => {
  it('begins at once, and again after the pause', async () => {
    const work = new Rounds(1);
    work.repeating.start();
    await work.begins(1);
    work.end();
    await work.begins(2);
    work.end();
    await work.repeating.stop();
  });

  it('begins at once when it is woken during its pause', async () => {
    const work = new Rounds(NEVER);
    work.repeating.start();
    await work.begins(1);
    work.end();
    await new Promise(setImmediate);
    work.repeating.wake();
    await work.begins(2);
    work.end();
    await work.repeating.stop();
  });

  it('begins once more, and never two at a time, when it is woken during a round', async () => {
    const work = new Rounds(NEVER);
    work.repeating.start();
    await work.begins(1);
    for (let time = 0; time < 5; time += 1) work.repeating.wake();
    expect(work.open.length).toBe(1);
    work.end();
    await work.begins(2);
    expect(work.open.length).toBe(1);
    work.end();
    await work.repeating.stop();
    expect(work.begun).toBe(2);
  });

  it('stops after the current round, and can no longer be woken', async () => {
    const work = new Rounds(NEVER);
    work.repeating.start();
    await work.begins(1);
    const stopped = work.repeating.stop();
    work.repeating.wake();
    work.end();
    await stopped;
    await new Promise(setImmediate);
    expect(work.begun).toBe(1);
  });

  it('goes on after a round that failed', async () => {
    const begun = new EventEmitter();
    const rounds = [() => Promise.reject(new Error('once')), async () => void begun.emit('again')];
    const work = async () => rounds.shift()?.();
    const repeating = new Repeating({ name: 'test', pause: 1, logger, work });
    const again = once(begun, 'again');
    repeating.start();
    await again;
    await repeating.stop();
  });
});
