/** What the database says of an account: that it is at this version, which was made a short while ago. */
export interface RecentVersion {
  readonly id: string;
  readonly version: number;
}

interface Seen {
  readonly version: number;
  readonly at: number;
}

/**
 * The accounts that changed within a window, as each look at the database finds them. An account counts from when its
 * version is first seen here, not from the time that stands beside it: a transaction takes that before it commits, and
 * the longest ones would be seen only when their time is past.
 */
export class RecentChanges {
  private seen = new Map<string, Seen>();

  constructor(
    /** Milliseconds. */
    private readonly window: number,
    /** Accounts named at the most; beyond that the window shrinks. */
    private readonly most: number,
  ) {}

  /**
   * `rows` are all accounts changed within a time much longer than the window; `began` and `ended` the instants of a monotonic clock
   * at which the database was asked and had answered. What comes back is true of the first of them.
   */
  take(
    rows: readonly RecentVersion[],
    { began, ended }: { began: number; ended: number },
  ): { versions: Record<string, number>; window: number } {
    const seen = new Map<string, Seen>();
    for (const { id, version } of rows) {
      const known = this.seen.get(id);
      seen.set(id, known?.version === version ? known : { version, at: ended });
    }
    this.seen = seen;
    const recent = [...seen].filter(([, { at }]) => began - at < this.window);
    if (recent.length <= this.most) return { versions: versionsOf(recent), window: this.window };
    const latest = recent.sort(([, a], [, b]) => b.at - a.at);
    const leftOut = latest[this.most]?.[1].at ?? ended;
    // Whoever was seen with the first one left out would be one of some only.
    return { versions: versionsOf(latest.filter(([, { at }]) => at > leftOut)), window: Math.max(0, began - leftOut) };
  }
}

const versionsOf = (accounts: readonly (readonly [string, Seen])[]): Record<string, number> =>
  Object.fromEntries(accounts.map(([id, { version }]) => [id, version]));
