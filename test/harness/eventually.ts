import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds. The limit only ends what hangs; it is no measurement. It is below `testTimeout`, so that the error can
 * say what was waited for.
 */
const LIMIT = 120_000;

/**
 * Retries until the answer is there: `ask` resolves with it, or with undefined as long as it is not. If it never comes,
 * this rejects with what was waited for and the last failure.
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
