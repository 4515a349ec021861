import { setTimeout as delay } from 'node:timers/promises';

/** A sleep that can be cut short. A `ring` while nobody sleeps ends the next sleep at once, so no ring is missed. */
export class Pause {
  private bell = new AbortController();

  async for(milliseconds: number): Promise<void> {
    const { signal } = this.bell;
    await delay(milliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) this.bell = new AbortController();
  }

  ring(): void {
    this.bell.abort();
  }
}
