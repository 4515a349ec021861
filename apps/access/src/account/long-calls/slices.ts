import { setImmediate as othersFirst } from 'node:timers/promises';
import { RosterError, serviceTimeout } from '@roster/contracts';

/** Milliseconds of work after which everybody else has their turn. */
const SLICE = 10;

/**
 * Collects what a long computation finds, in slices between which this process does everything else. Rejects with
 * `service.timeout` where the deadline (an instant in ms) passes before it ends.
 */
export async function inSlices<T>(steps: Iterable<readonly T[]>, deadline = Infinity): Promise<T[]> {
  const found: T[] = [];
  let since = performance.now();
  for (const step of steps) {
    found.push(...step);
    if (performance.now() - since < SLICE) continue;
    await othersFirst();
    if (Date.now() > deadline) throw new RosterError(serviceTimeout);
    since = performance.now();
  }
  return found;
}
