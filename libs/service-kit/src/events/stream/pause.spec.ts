import { describe, expect, it } from '@jest/globals';
import { Pause } from './pause.js';

const LONG = 60_000;

describe('Pause', () => {
  it('ends by itself', async () => {
    await new Pause().for(1);
  });

  it('ends when it is rung, even if that was before it began', async () => {
    const pause = new Pause();
    const asleep = pause.for(LONG);
    pause.ring();
    await asleep;
    pause.ring();
    pause.ring();
    await pause.for(LONG);
  });

  it('forgets a ring once it has ended a sleep', async () => {
    const pause = new Pause();
    pause.ring();
    await pause.for(LONG);
    const winner = await Promise.race([
      pause.for(LONG).then(() => 'pause'),
      new Promise((done) => setTimeout(done, 20, 'clock')),
    ]);
    pause.ring();
    expect(winner).toBe('clock');
  });
});
