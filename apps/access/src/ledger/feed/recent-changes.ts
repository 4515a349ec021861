/** An account's version that was made recently, as the database says. */
export interface RecentVersion {
  readonly id: string;
  readonly version: number;
}

interface Seen {
  readonly version: number;
  readonly at: number;
}

/**
 * The accounts that changed within a window of time, collected from repeated queries. An account counts from when this
 * process first sees its version, not from the timestamp in the row. A transaction takes that timestamp before it
 * commits, so a long transaction would otherwise become visible only when its time is already past.
 */
export class RecentChanges {
  private seen = new Map<string, Seen>();

  constructor(
    /** The length of the window in milliseconds. */
    private readonly window: number,
    /** The maximum number of accounts. Beyond it, the window shrinks. */
    private readonly most: number,
  ) {}

  /**
   * `rows` are all accounts that changed within a time much longer than the window. `began` and `ended` are instants of
   * a monotonic clock: when the database was asked, and when it had answered. The result is true as of `began`.
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
    // Accounts seen at the same instant as the first one left out are left out too: the window must name all accounts
    // of an instant or none.
    return { versions: versionsOf(latest.filter(([, { at }]) => at > leftOut)), window: Math.max(0, began - leftOut) };
  }
}

const versionsOf = (accounts: readonly (readonly [string, Seen])[]): Record<string, number> =>
  Object.fromEntries(accounts.map(([id, { version }]) => [id, version]));
