import type { Heartbeat } from '@roster/contracts';

/** The span of complete knowledge: every version that was committed between `from` and `to` is known here. */
export interface Heard {
  /** Both are milliseconds of this process's monotonic clock. */
  readonly from: number;
  readonly to: number;
}

const NOTHING: Heard = { from: Infinity, to: -Infinity };

/**
 * Tracks for how long beats have been received without a gap. Each beat names every account that changed in the window
 * before it was sent. So two beats whose windows overlap leave nothing out, even if beats between them were lost.
 */
export class Freshness {
  private heard = NOTHING;
  private presets: string | undefined;
  /** What was read before this instant may be based on other presets. */
  private floor = -Infinity;

  /** The span in which every change is known. */
  get span(): Heard {
    return this.heard;
  }

  /**
   * Takes a beat. It counts from when it was sent, not from when it was read: one that waited in a buffer is old news.
   * Clocks that are further apart than the bound cost additional questions, but never correctness.
   */
  take({ at, window, presets }: Heartbeat, clock: { now: number; monotonic: number }): void {
    const said = clock.monotonic - Math.max(0, clock.now - at);
    if (presets !== this.presets) this.begin(presets, said);
    // The other half of the window is a reserve for beats that take longer to arrive than others.
    const from = Math.max(said - window / 2, this.floor);
    const { heard } = this;
    if (heard === NOTHING || from > heard.to) this.heard = { from, to: said };
    else if (said >= heard.from) this.heard = { from: Math.min(heard.from, from), to: Math.max(heard.to, said) };
  }

  private begin(presets: string, said: number): void {
    if (this.presets !== undefined) this.floor = said;
    this.presets = presets;
    this.heard = NOTHING;
  }
}
