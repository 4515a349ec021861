import type { Heartbeat } from '@roster/contracts';

/** What was heard of an instant: nothing that was committed between `from` and `to` is unknown here. */
export interface Heard {
  /** Milliseconds of this process's monotonic clock, both. */
  readonly from: number;
  readonly to: number;
}

const NOTHING: Heard = { from: Infinity, to: -Infinity };

/**
 * For how long beats have been heard without a gap. Each beat names every account that changed in its window before it
 * was said, so that two whose windows meet leave nothing out, even where some between them were lost.
 */
export class Freshness {
  private heard = NOTHING;
  private presets: string | undefined;
  /** What was asked for before this may have been of other presets. */
  private floor = -Infinity;

  /** The time since which, and until which, every change is known. */
  get span(): Heard {
    return this.heard;
  }

  /**
   * A beat has come in. It counts from when it was said, not from when it was read: one that has waited in a buffer is
   * old news. Clocks that are further apart than the bound cost questions, never correctness.
   */
  take({ at, window, presets }: Heartbeat, clock: { now: number; monotonic: number }): void {
    const said = clock.monotonic - Math.max(0, clock.now - at);
    if (presets !== this.presets) this.begin(presets, said);
    // Half of the window is left to beats that are under way for longer than others.
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
