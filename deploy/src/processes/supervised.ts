import { describeExit, type Exit } from './launch.js';
import { PULSE, untilItFails, type Pulse } from './watch.js';

/** What can be supervised: a started process, or a server made of one. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stop(): Promise<unknown>;
  /** Rejects with the reason where it runs and does not work. Without it, running counts as working. */
  assertWorks?(): Promise<void>;
}

export interface SupervisedOptions {
  /** Restart it when it ends unexpectedly, with a growing pause. */
  revive: boolean;
  /** Called with one line when it ends unexpectedly and when it is back. */
  say: (line: string) => void;
  /** How often it is asked whether it works. Default: every 5 s. */
  pulse?: Pulse | undefined;
}

/** Milliseconds. After a single crash it restarts almost at once. If it ends again and again, the pauses grow. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** How many restarts use the first pause. */
const QUICK_RESTARTS = 3;
/** Milliseconds. If it ran this long, its start was successful, and the next pause is the shortest again. */
const STEADY = 60_000;

/** One part of the system that can be stopped, killed and restarted, and whose unexpected end is noticed. */
export class Supervised<T extends Running = Running> {
  private running: T | undefined;
  private asked = false;
  private stops = 0;
  private restarts = 0;
  private last: Exit | undefined;
  private starting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly name: string,
    private readonly launch: () => Promise<T>,
    private readonly options: SupervisedOptions,
  ) {}

  /** The running process. Throws where it is stopped. */
  get current(): T {
    if (!this.running) throw new Error(`${this.name} is not running`);
    return this.running;
  }

  get pid(): number {
    return this.current.pid;
  }

  /** How it ended, where it is down because it ended unexpectedly. */
  get ending(): string | undefined {
    return this.running || !this.last ? undefined : describeExit(this.last);
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Starts it if it is not running. Resolves when it is ready for use. */
  async start(): Promise<void> {
    this.asked = false;
    await this.begin();
  }

  /** Stops it in order. It stays down until `start`. */
  async stop(): Promise<void> {
    this.letGo();
    await this.starting?.catch(() => {});
    await this.running?.stop();
    this.running = undefined;
  }

  /** Kills it by a signal and resolves when it is gone. It stays down until `start`. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.letGo();
    const { current } = this;
    this.signal(signal);
    const exit = await current.exited;
    if (this.running === current) this.running = undefined;
    return exit;
  }

  /** Sends a signal that it is expected to survive: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Stops and starts it. A `stop` or `kill` meanwhile wins. */
  async restart(): Promise<void> {
    const stopped = this.stop();
    const { stops } = this;
    await stopped;
    if (this.stops === stops) await this.start();
  }

  private begin(): Promise<void> {
    if (this.running) return Promise.resolve();
    this.starting ??= this.launchOnce().finally(() => (this.starting = undefined));
    return this.starting;
  }

  private async launchOnce(): Promise<void> {
    const startedAt = Date.now();
    const started = await this.launch();
    this.running = started;
    this.last = undefined;
    const watching = new AbortController();
    void this.watch(started, watching.signal);
    void started.exited.finally(() => watching.abort());
    void started.exited.then((exit) => this.ended(started, exit, startedAt));
  }

  /** Says that it runs and does not work, and kills it if that starts it again. */
  private async watch(which: T, ended: AbortSignal): Promise<void> {
    const { options } = this;
    if (!which.assertWorks) return;
    const reason = await untilItFails(() => which.assertWorks?.() ?? Promise.resolve(), options.pulse ?? PULSE, ended);
    if (reason === undefined || this.asked || this.running !== which) return;
    this.options.say(`${this.name} runs, and does not work (${reason})${options.revive ? '. It is killed.' : ''}`);
    // What does not answer does not stop in order either.
    if (options.revive) this.signal('SIGKILL');
  }

  private letGo(): void {
    this.asked = true;
    this.stops++;
    clearTimeout(this.timer);
  }

  private ended(which: T, exit: Exit, startedAt: number): void {
    if (this.running === which) this.running = undefined;
    if (this.asked) return;
    this.last = exit;
    if (Date.now() - startedAt > STEADY) this.restarts = 0;
    const how = describeExit(exit);
    if (!this.options.revive) return this.options.say(`${this.name} ended unasked (${how})`);
    this.reviveLater(`${this.name} ended unasked (${how}).`);
  }

  private reviveLater(reason: string): void {
    const pause = pauseBefore((this.restarts += 1));
    this.options.say(`${reason} It is started again in ${pause / 1000} s.`);
    this.timer = setTimeout(() => {
      this.begin().then(
        () => this.options.say(`${this.name} is back`),
        (error: Error) => {
          if (!this.asked) this.reviveLater(`${error.message}\n`);
        },
      );
    }, pause);
  }
}

/** 0.5 s three times, then 1, 2, 4 … */
export const pauseBefore = (restart: number): number =>
  Math.min(FIRST_PAUSE * 2 ** Math.max(0, restart - QUICK_RESTARTS), LONGEST_PAUSE);
