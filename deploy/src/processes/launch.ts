import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

import { lastLines } from './log-file.js';
import { leaveTrace } from './strays.js';

export interface LaunchOptions {
  /** The name for people: `postgres`, `identity`. */
  name: string;
  command: string;
  args: string[];
  /** Standard output and error are appended to this file. A file outlives the runner, a pipe does not. */
  log: string;
  /** Default: the runner's environment, without what is meant for the runner. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  user?: { uid: number; gid: number } | undefined;
  /** Opens an IPC channel. When it closes, a Node child knows that the runner is gone. */
  ipc?: boolean;
  /** The file by which the next start finds this process if the runner is killed. */
  trace?: string | undefined;
  /** The signal that stops it in order. Default: SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Milliseconds that it may take to stop in order. Default: `STOP_PATIENCE`. */
  stopPatience?: number;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The reason that it gave before it ended. */
  reason?: string;
}

/** For messages, always one line: `SIGKILL`, or `exit code 1: identity could not start: …`. */
export const describeExit = ({ code, signal, reason }: Exit): string =>
  (signal ?? `exit code ${code}`) + (reason ? `: ${reason.trim().replaceAll(/\s*\n\s*/g, ' ')}` : '');

/**
 * A child in its own process group. Ctrl-C at the terminal reaches only the runner, which stops its children in order.
 */
export interface Launched {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  readonly running: boolean;
  /** Whether it has reported over the IPC channel that it is up. */
  readonly isReady: boolean;
  readonly exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  /** Sends it a message over the IPC channel. Without a channel, or after it has ended, the message is dropped. */
  tell(message: object): void;
  /** Sends `signal`, then SIGKILL after `patience` milliseconds; resolves when the process is gone. */
  stop(signal?: NodeJS.Signals, patience?: number): Promise<Exit>;
}

/**
 * Milliseconds that a process may take to stop in order. A gateway drains for 2 s, answers its requests for up to 15 s,
 * and leaves the bus within 5 s.
 */
export const STOP_PATIENCE = 25_000;

const children = new Set<ChildProcess>();

/** Kills everything without order, for a second Ctrl-C. The next start recovers what is stored. */
export function killEverything(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** For tests: an interrupted run also ends its servers, whose data nobody needs. */
export function endWithThisProcess(): void {
  process.once('exit', killEverything);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

export async function launch(options: LaunchOptions): Promise<Launched> {
  const { name, log } = options;
  const output = logOf(name, log);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? inherited(),
    detached: true,
    stdio: ['ignore', output, output, ...(options.ipc ? (['ipc'] as const) : [])],
    ...options.user,
  });
  if (typeof output === 'number') closeSync(output);

  children.add(child);
  let said: Pick<Exit, 'reason'> = {};
  let isReady = false;
  child.on('message', (message) => {
    isReady ||= isObject(message) && 'ready' in message;
    if (isObject(message) && 'reason' in message) said = { reason: String(message.reason) };
  });
  child.once('exit', () => children.delete(child));
  // Not `exit`: the last output may still be on its way.
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  const pid = await spawned(child, name);
  const { trace, stopSignal = 'SIGTERM', stopPatience = STOP_PATIENCE } = options;
  if (trace) {
    const command = [options.command, ...options.args].join(' ');
    withoutRoom(`${name} leaves no trace for the next start`, () =>
      leaveTrace(trace, { pid, command, signal: stopSignal }),
    );
    void exited.then(() => rmSync(trace, { force: true }));
  }

  const launched: Launched = {
    name,
    pid,
    log,
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    get isReady() {
      return isReady;
    },
    exited,
    kill(signal) {
      child.kill(signal);
    },
    tell(message) {
      if (child.connected) child.send(message, () => undefined);
    },
    async stop(signal = stopSignal, patience = stopPatience) {
      if (!launched.running) return exited;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), patience);
      return exited.finally(() => clearTimeout(timer));
    },
  };
  return launched;
}

/**
 * The environment for children, without what is not theirs: an administrator's login, other services' seeds, and a port
 * or host of the user's shell. Names are compared exactly, so that DATABASE_POOL_SIZE or SMTP_TIMEOUT_MS reach the
 * services.
 */
export function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOR_THE_RUNNER.test(name)));
}

const FOR_THE_RUNNER = new RegExp(
  `^(${[
    'DATABASE_(RELAY_|MIGRATION_)?URL',
    'NATS_URL',
    'NATS_([A-Z]+_)?NKEY_SEED',
    'SMTP_URL',
    'SMS_URL',
    'TOKEN_KEY',
    'ACCESS_(SIGNING|PUBLIC)_KEY',
    'HOST',
    '(ADMIN_)?PORT',
    'ROSTER_(DATA_DIR|PROCESSES|BUS_USERS)',
    'BUS_USERS',
    'NODE_CHANNEL_.*',
    'npm_.*',
  ].join('|')})$`,
);

/**
 * Waits until `ready` holds. Rejects with the last lines of the log if the process ends first, or is not ready within
 * `patience` milliseconds.
 */
export async function waitUntil(process: Launched, ready: () => Promise<boolean>, patience: number): Promise<void> {
  const end = Date.now() + patience;
  let ended: Exit | undefined;
  void process.exited.then((exit) => (ended = exit));
  for (;;) {
    if (await ready()) return;
    if (ended) {
      const told = ended.reason ? `. The log says more: ${process.log}` : lastWords(process);
      throw new Error(`${process.name} ended (${describeExit(ended)})${told}`);
    }
    if (Date.now() > end)
      throw new Error(`${process.name} was not ready within ${patience / 1000} s${lastWords(process)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Where its output goes: into the log, or nowhere if the disk has no room for a new file. */
const logOf = (name: string, log: string) =>
  withoutRoom(`${name} runs without a log`, () => {
    mkdirSync(dirname(log), { recursive: true });
    return openSync(log, 'a');
  }) ?? 'ignore';

/** Does something that a process can do without where the disk is full; then it says so. */
function withoutRoom<T>(consequence: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!NO_ROOM.has(code)) throw error;
    console.error(`${consequence} (${message})`);
    return undefined;
  }
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EIO']);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const lastWords = ({ log }: Launched) => `. The end of ${log}:\n${lastLines(log, 12)}`;

async function spawned(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) => reject(new Error(`${name} could not be started: ${cause.message}`, { cause })));
  });
}
