import { dirname } from 'node:path';

import type { ServiceHealth } from '@roster/contracts';

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
    const missing = await whatIsMissing(`${url}/health/ready`);
    if (missing === undefined) return;
    const ended = services.find(({ isRunning }) => !isRunning);
    if (ended) throw new Error(`${ended.name} ended while the system started`);
    if (Date.now() > end)
      throw new Error(
        `The system was not ready within ${PATIENCE / 1000} s. Missing:\n${missing}\nThe logs say more: ${logs(services)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const logs = (services: readonly Supervised<ServiceProcess>[]) => dirname(services[0]?.current.log ?? '');

/** Undefined when all of it works; else what does not, one thing a line. */
async function whatIsMissing(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    const body = await response.text();
    return response.status === 200 ? undefined : describe(body);
  } catch (error) {
    return `  gateway: no answer (${error instanceof Error ? error.message : error})`;
  }
}

interface Report {
  parts?: (Partial<ServiceHealth> & { name: string })[];
}

function describe(body: string): string {
  try {
    const { parts = [] } = JSON.parse(body) as Report;
    const lines = parts.flatMap(({ name, ok, checks = [] }) => {
      const failed = checks.filter((check) => !check.ok);
      if (failed.length > 0)
        return failed.map((check) => `  ${name}: ${check.name}: ${check.detail ?? 'does not work'}`);
      return ok ? [] : [`  ${name}: no answer`];
    });
    return lines.join('\n') || body;
  } catch {
    return body;
  }
}
