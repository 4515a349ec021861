import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. It ends what hangs, and judges nothing: below `testTimeout`, so that it can say what was waited for. */
const LIMIT = 120_000;

/**
 * Asks until the answer is there: what is asked returns it, or undefined while it is not yet so. Where it does not come, it
 * rejects with what was waited for and the last failure.
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + LIMIT;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) throw new Error(`Waited ${LIMIT} ms in vain for ${what}`, { cause });
    await sleep(25);
  }
}
