import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnSystem } from './system.js';

/** Every process of a system whose services have one each. Postgres is ended as by a crash, which its children survive else. */
const victimsOf = ({ system }: OwnSystem) => [
  ...system.services.map((service) => ({ process: service, signal: 'SIGKILL' as const })),
  { process: system.nats, signal: 'SIGKILL' as const },
  { process: system.postgres, signal: 'SIGQUIT' as const },
];

/** Milliseconds between two looks at how far the work is. */
const PAUSE = 2;

interface Killing {
  /** How often each process is killed, at least. */
  readonly times: number;
  /** Counts what the work has got done. */
  readonly progress: () => number;
}

/**
 * Kills each process of the system in turn and starts it again, as long as there is work, which is told when all were killed
 * as often as they are to be. The next one is killed a few steps of the work after the last one is back, each time
 * another number of them, so that kills meet the work at different moments. Resolves with how often each was killed.
 */
export async function killDuring(
  roster: OwnSystem,
  { times, progress }: Killing,
  work: (isEnough: () => boolean) => Promise<unknown>,
): Promise<Record<string, number>> {
  const kills: Record<string, number> = {};
  const victims = victimsOf(roster);
  let round = 0;
  const end = new AbortController();
  const working = work(() => round >= victims.length * times).finally(() => end.abort());
  working.catch(() => undefined);
  for (; !end.signal.aborted; round += 1) {
    const victim = victims[round % victims.length];
    if (!victim) throw new Error('There is nothing to kill');
    const until = progress() + ((round * 5) % 9);
    while (!end.signal.aborted && progress() < until) await sleep(PAUSE);
    const { process, signal } = victim;
    await process.kill(signal);
    kills[process.name] = (kills[process.name] ?? 0) + 1;
    await process.start();
  }
  await working;
  return kills;
}
