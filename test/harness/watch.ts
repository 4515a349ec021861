import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually.js';

/** Asks whether something is allowed. Whatever goes wrong is no. */
export type Channel = () => Promise<boolean>;

interface Seen {
  askedAt: number;
  allowed: boolean;
  lastAllowedAt: number;
  asked: number;
}

/** Several channels, each asked again as soon as it has answered: who still lets somebody through, and for how long. */
export class Watch {
  private readonly seen = new Map<string, Seen>();
  private readonly end = new AbortController();
  private readonly loops: Promise<void>[];

  constructor(
    channels: Readonly<Record<string, Channel>>,
    private readonly pause = 5,
  ) {
    this.loops = Object.entries(channels).map(([name, ask]) => this.follow(name, ask));
  }

  get asked(): number {
    return [...this.seen.values()].reduce((sum, { asked }) => sum + asked, 0);
  }

  /** Until every channel has answered so to a question that was put from now on. */
  async all(allowed: boolean): Promise<void> {
    const since = performance.now();
    const others = () =>
      [...this.seen].filter(([, seen]) => seen.askedAt < since || seen.allowed !== allowed).map(([name]) => name);
    await eventually(`${allowed ? 'ALLOW' : 'DENY'} everywhere`, async () => {
      const missing = others();
      if (missing.length > 0) throw new Error(missing.join(', '));
      return true;
    });
  }

  /** Milliseconds from an instant on until each channel was last asked something that it allowed; 0 for not at all. */
  allowedAfter(instant: number): Record<string, number> {
    return Object.fromEntries(
      [...this.seen].map(([name, { lastAllowedAt }]) => [name, Math.max(0, lastAllowedAt - instant)]),
    );
  }

  async stop(): Promise<void> {
    this.end.abort();
    await Promise.all(this.loops);
  }

  private async follow(name: string, ask: Channel): Promise<void> {
    const seen = { askedAt: -Infinity, allowed: false, lastAllowedAt: -Infinity, asked: 0 };
    this.seen.set(name, seen);
    while (!this.end.signal.aborted) {
      const askedAt = performance.now();
      const allowed = await ask().catch(() => false);
      seen.asked += 1;
      seen.askedAt = askedAt;
      seen.allowed = allowed;
      if (allowed) seen.lastAllowedAt = askedAt;
      await delay(this.pause);
    }
  }
}
