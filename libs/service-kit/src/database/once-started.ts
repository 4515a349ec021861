import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isStarting } from './failures.js';

const RETRY_AFTER = 250;
const GIVE_UP_AFTER = 60_000;

/**
 * Does the work, and retries while Postgres reports that it is starting, recovering or stopping: restarting the service
 * would not help then. It does not wait for a server that is not there at all.
 */
export async function onceStarted<T>(logger: Pick<Logger, 'warn'>, work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (err) {
      if (!isStarting(err) || Date.now() > giveUpAt) throw err;
      if (attempt === 1) logger.warn({ err }, 'Postgres is still starting; trying again');
      await delay(RETRY_AFTER);
    }
  }
}
