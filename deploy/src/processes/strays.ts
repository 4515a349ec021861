import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the next start needs to know of a process to end it, if its runner is killed. */
interface Trace {
  pid: number;
  /** Process ids are reused: only a process that was started by this command is ours. */
  command: string;
  signal: NodeJS.Signals;
}

export function leaveTrace(file: string, trace: Trace): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(trace)}\n`);
}

/** Stops everything that a killed runner left running, by the files in this folder. */
export async function stopStrays(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await Promise.all(readdirSync(folder).map((name) => stopStray(join(folder, name))));
}

/** Stops the process that this file describes, if it is still running. */
export async function stopStray(file: string): Promise<void> {
  const trace = readTrace(file);
  if (trace) await endProcess(trace.pid, trace.command, trace.signal);
  rmSync(file, { force: true });
}

function readTrace(file: string): Trace | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Trace;
  } catch {
    return undefined;
  }
}

/** Ends a process that is not our child, if its command line contains `marker`: `signal`, then SIGKILL after ten seconds. */
export async function endProcess(pid: number, marker: string, signal: NodeJS.Signals): Promise<void> {
  const isAlive = () => commandLine(pid)?.includes(marker) ?? false;
  for (const [step, patience] of [
    [signal, 10_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!isAlive()) return;
    send(pid, step);
    const end = Date.now() + patience;
    while (isAlive() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * The arguments of a running process, joined by spaces; undefined where there is no such process. A zombie's are empty.
 */
export function commandLine(pid: number): string | undefined {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process ended meanwhile.
  }
}
