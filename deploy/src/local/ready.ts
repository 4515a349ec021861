import type { Supervised } from '../processes/supervised.js';
import type { ServiceProcess } from './service.js';

const PATIENCE = 60_000;

/** Waits until the gateway says that the whole system works. Fails when a service ends, or with what is not ready after a minute. */
export async function untilReady(
  url: string,
  services: readonly Supervised<ServiceProcess>[],
  signal?: AbortSignal,
): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask(`${url}/health/ready`);
    if (answer === 'ready') return;
    const ended = services.find(({ isRunning }) => !isRunning);
    if (ended) throw new Error(`${ended.name} ended while the system started`);
    if (Date.now() > end)
      throw new Error(`The system was not ready within ${PATIENCE / 1000} s. The gateway says: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    const body = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, 2_000)}`;
  } catch (error) {
    return `nothing (${error instanceof Error ? error.message : error})`;
  }
}
