import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the answer is there: what is asked returns it, or undefined while it is not yet so. Rejects after `within`
 * milliseconds, with what was waited for and the last failure.
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, within = 10_000): Promise<T> {
  const end = performance.now() + within;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) throw new Error(`Waited ${within} ms in vain for ${what}`, { cause });
    await sleep(25);
  }
}
