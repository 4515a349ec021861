import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.js';

const ROOT = join(import.meta.dirname, '../..');

/** `npm start` without npm: the local runner as a process of its own. */
export class Runner {
  output = '';
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly child: ChildProcess;

  constructor(settings: { dir: string; port: number; processes?: string }) {
    this.child = spawn(process.execPath, ['deploy/run.mjs', 'start'], {
      cwd: ROOT,
      env: {
        ...withoutJest(),
        ROSTER_DATA_DIR: settings.dir,
        PORT: String(settings.port),
        ROSTER_PROCESSES: settings.processes ?? '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.output += data.toString()));
    }
    this.ended = new Promise((resolve) => this.child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** Resolves once it says that Roster is ready; rejects with what it said if it ends first. */
  async ready(): Promise<void> {
    const ended = this.ended.then(({ code }) => {
      throw new Error(`The runner ended with ${code}:\n${this.output}`);
    });
    const ready = eventually(
      'the runner to be ready',
      async () => this.output.includes('Roster is ready.') || undefined,
    );
    await Promise.race([ready, ended]);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM') {
    this.child.kill(signal);
    return this.ended;
  }
}

/** The processes that a runner has started on a data folder, by the traces that it left there for the next start. */
export function processesOn(dir: string): number[] {
  const traces = join(dir, 'traces');
  const files = existsSync(traces) ? readdirSync(traces) : [];
  return files.map((name) => processOn(dir, name));
}

export const processOn = (dir: string, name: string): number =>
  (JSON.parse(readFileSync(join(dir, 'traces', name), 'utf8')) as { pid: number }).pid;

/** A zombie, which only waits for its parent to take notice, is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function withoutJest(): NodeJS.ProcessEnv {
  const own = /^(NODE_|JEST_|TEST_|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
