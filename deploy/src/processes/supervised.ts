import { describeExit, type Exit } from './launch.js';

/** What can be supervised: a started process, or a server made of one. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stop(): Promise<unknown>;
}

export interface SupervisedOptions {
  /** Start it again when it ends unasked, with a growing pause. */
  revive: boolean;
  /** Told, in one line, when it ends unasked and when it is back. */
  say: (line: string) => void;
}

/** Milliseconds. What ended by an accident is back at once; what ends again and again is left in peace for longer each time. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** So many restarts come after the first pause. */
const QUICK_RESTARTS = 3;
/** One that ran this long had started well: the next pause is the shortest again. */
const STEADY = 60_000;

/** One part of the system that can be stopped, killed and started again, and that is missed when it ends unasked. */
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

  /** The process as it runs now; fails where it is stopped. */
  get current(): T {
    if (!this.running) throw new Error(`${this.name} is not running`);
    return this.running;
  }

  get pid(): number {
    return this.current.pid;
  }

  /** How it ended, where it does not run because it ended unasked. */
  get ending(): string | undefined {
    return this.running || !this.last ? undefined : describeExit(this.last);
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Starts it, where it does not run; resolves when it is of use. */
  async start(): Promise<void> {
    this.asked = false;
    await this.begin();
  }

  /** Ends it in order; it stays down until `start`. */
  async stop(): Promise<void> {
    this.letGo();
    await this.starting?.catch(() => {});
    await this.running?.stop();
    this.running = undefined;
  }

  /** Ends it by a signal and resolves when it is gone; it stays down until `start`. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.letGo();
    const { current } = this;
    this.signal(signal);
    const exit = await current.exited;
    if (this.running === current) this.running = undefined;
    return exit;
  }

  /** Sends a signal that it is meant to survive: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends it and starts it; a `stop` or `kill` in the meantime wins. */
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
    void started.exited.then((exit) => this.ended(started, exit, startedAt));
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
