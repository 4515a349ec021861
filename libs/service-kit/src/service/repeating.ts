import type { Logger } from '@roster/client';

export interface RepeatingOptions {
  readonly name: string;
  /** Milliseconds between the end of one round and the start of the next. */
  readonly pause: number;
  readonly logger: Pick<Logger, 'warn'>;
  readonly work: () => Promise<void>;
}

/** Work that is repeated, never two rounds at once. A round that fails is logged, and the next one follows. */
export class Repeating {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private working = false;
  private woken = false;
  private stopped = true;

  constructor(private readonly options: RepeatingOptions) {}

  start(): void {
    this.stopped = false;
    this.next(0);
  }

  /** Starts the next round now, or right after the current one. */
  wake(): void {
    this.woken = true;
    if (this.stopped || this.working) return;
    clearTimeout(this.timer);
    this.next(0);
  }

  /** Resolves when the current round is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private next(pause: number): void {
    this.timer = setTimeout(() => {
      this.round = this.run();
    }, pause);
  }

  private async run(): Promise<void> {
    const { name, pause, logger, work } = this.options;
    this.working = true;
    this.woken = false;
    try {
      await work();
    } catch (err) {
      logger.warn({ err, loop: name }, 'A round of background work failed; the next one tries again');
    }
    this.working = false;
    if (!this.stopped) this.next(this.woken ? 0 : pause);
  }
}
