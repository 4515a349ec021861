import { dirname } from 'node:path';

import type { HealthCheck } from '@roster/contracts';

import { httpGet } from '../processes/http.js';

/** A running service: what is needed to find out why it is not ready. */
export interface Watched {
  readonly name: string;
  readonly isRunning: boolean;
  /** How it ended, if it ended unexpectedly. */
  readonly ending?: string | undefined;
  readonly current: { readonly log: string; readonly adminUrl: string };
}

interface Options {
  /** The host behind a check, by the check's name: `{ smtp: 'mail.example.com:25' }`. */
  hosts?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
  /** Milliseconds. Default: a minute. */
  patience?: number;
}

/** What does not work, and which report says so. */
interface Problem {
  part: string;
  text: string;
}

/**
 * Waits until the gateway says that the whole system works. Rejects when a service ends, or with what is not ready in
 * time.
 */
export async function untilReady(url: string, services: readonly Watched[], options: Options = {}): Promise<void> {
  const { signal, hosts = {}, patience = 60_000 } = options;
  const end = Date.now() + patience;
  for (;;) {
    signal?.throwIfAborted();
    const problems = await problemsAt('gateway', `${url}/health/ready`, hosts);
    if (problems.length === 0) return;
    const ended = services.find(({ isRunning }) => !isRunning);
    if (ended)
      throw new Error(`${ended.name} ended while the system started${ended.ending ? ` (${ended.ending})` : ''}`);
    if (Date.now() > end) throw new Error(notReady(patience, await detailed(problems, services, hosts), services));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const notReady = (patience: number, problems: readonly Problem[], services: readonly Watched[]) =>
  [
    `The system was not ready within ${patience / 1000} s. Missing:`,
    ...problems.map(({ part, text }) => `  ${part}: ${text}`),
    `The logs say more: ${dirname(services.find(({ isRunning }) => isRunning)?.current.log ?? '')}`,
  ].join('\n');

/** Replaces parts of the gateway's report by the services' own. The gateway's is public and does not show causes. */
async function detailed(
  problems: readonly Problem[],
  services: readonly Watched[],
  hosts: Readonly<Record<string, string>>,
): Promise<Problem[]> {
  const running = services.filter(({ isRunning }) => isRunning);
  const asked = running.map(({ name, current }) => problemsAt(name, `${current.adminUrl}/health/ready`, hosts));
  const own = (await Promise.all(asked)).flat();
  const isTold = (part: string) => own.some((problem) => problem.part === part || problem.part.startsWith(`${part}-`));
  return [...own, ...problems.filter(({ part }) => !isTold(part))];
}

/** The problems in one report; none where everything works. */
async function problemsAt(part: string, url: string, hosts: Readonly<Record<string, string>>): Promise<Problem[]> {
  try {
    const { status, body } = await httpGet(url, 3_000);
    return status === 200 ? [] : problemsIn(part, body, hosts);
  } catch (error) {
    return [{ part, text: `no answer (${error instanceof Error ? error.message : error})` }];
  }
}

interface Report {
  ok?: boolean;
  checks?: HealthCheck[];
  /** Only in the gateway's report: those of every process. */
  parts?: (Report & { name: string })[];
}

function problemsIn(part: string, body: string, hosts: Readonly<Record<string, string>>): Problem[] {
  try {
    const report = JSON.parse(body) as Report;
    const parts = report.parts ?? [{ ...report, name: part }];
    const problems = parts.flatMap(({ name, ok, checks = [] }) => {
      const failed = checks.filter((check) => !check.ok);
      if (failed.length > 0) return failed.map((check) => ({ part: name, text: describe(check, hosts) }));
      return ok ? [] : [{ part: name, text: 'no answer' }];
    });
    return problems.length > 0 ? problems : [{ part, text: body }];
  } catch {
    return [{ part, text: body }];
  }
}

function describe({ name, detail = 'does not work' }: HealthCheck, hosts: Readonly<Record<string, string>>): string {
  const host = hosts[name];
  return `${name}${host ? ` (${host})` : ''}: ${detail}`;
}
