import type { SearchPage } from './page.js';

/** How many rows are read at once, and how many are checked for one page at most. The next page goes on from there. */
export const BATCH = 1_000;
const MOST_SEEN = 10_000;

interface Walk<R> {
  /** Reads up to `BATCH` rows after a key, in the order of the key. */
  readonly read: (after: string) => Promise<readonly R[]>;
  readonly keyOf: (row: R) => string;
  readonly isWanted: (row: R) => boolean;
}

interface Found<R> {
  readonly rows: R[];
  /** The key after which there may be more rows; undefined at the end. */
  readonly next?: string;
}

/** Collects a page of the wanted rows with a bounded amount of work. So a page may be short without being the last. */
export async function collect<R>({ limit, after }: SearchPage, { read, keyOf, isWanted }: Walk<R>): Promise<Found<R>> {
  const rows: R[] = [];
  let last = after;
  for (let seen = 0; seen < MOST_SEEN; seen += BATCH) {
    const batch = await read(last);
    for (const row of batch) {
      if (!isWanted(row)) continue;
      if (rows.length === limit) return { rows, next: lastKey(rows, keyOf) ?? after };
      rows.push(row);
    }
    const end = batch.at(-1);
    if (batch.length < BATCH || end === undefined) return { rows };
    last = keyOf(end);
  }
  return { rows, next: last };
}

function lastKey<R>(rows: readonly R[], keyOf: (row: R) => string): string | undefined {
  const row = rows.at(-1);
  return row === undefined ? undefined : keyOf(row);
}
