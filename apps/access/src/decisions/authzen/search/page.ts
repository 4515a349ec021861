import { createHash } from 'node:crypto';
import type { AuthzenNextPage, AuthzenPage } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { configure } from 'safe-stable-stringify';

const STANDARD = 50;
const MOST = 200;

/** Serialises a search. Two searches for the same are equal, in whatever order their properties are. */
const canonical = configure({ deterministic: true });

/** Where a search continues, and how many results it gives. */
export class SearchPage {
  private constructor(
    readonly limit: number,
    /** The last key of the previous page; empty at the start. */
    readonly after: string,
    private readonly search: string,
  ) {}

  /**
   * The requested page. `search` identifies the search, and `isPlace` tells whether it can continue after a key. The
   * limit may be left out with a token, which stores it. Throws `request.invalid` for a token of another search, or one
   * that was not made here.
   */
  static of(search: object, { token, limit }: AuthzenPage = {}, isPlace: (after: string) => boolean): SearchPage {
    const name = createHash('sha256')
      .update(canonical(search) ?? '')
      .digest('base64url')
      .slice(0, 22);
    if (!token) return new SearchPage(Math.min(limit ?? STANDARD, MOST), '', name);
    const kept = read(token);
    const isSame = kept?.search === name && (limit === undefined || Math.min(limit, MOST) === kept.limit);
    const isGiven = isSame && isLimit(kept.limit) && (kept.after === '' || isPlace(kept.after));
    if (!isGiven) throw invalid({ path: 'page.token', message: 'is not of this search' });
    return new SearchPage(kept.limit, kept.after, name);
  }

  /** The answer, with the page that follows: it continues after `next`, or ends where there is none. */
  answer<T>(results: T[], next?: string): { results: T[]; page: AuthzenNextPage } {
    const token = next === undefined ? '' : write([this.search, this.limit, next]);
    return { results, page: { next_token: token, count: results.length } };
  }
}

const isLimit = (limit: number): boolean => Number.isInteger(limit) && limit >= 0 && limit <= MOST;

const write = (kept: [search: string, limit: number, after: string]): string =>
  Buffer.from(JSON.stringify(kept)).toString('base64url');

function read(token: string): { search: string; limit: number; after: string } | undefined {
  try {
    const kept: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (!Array.isArray(kept)) return undefined;
    const [search, limit, after]: unknown[] = kept;
    if (typeof search !== 'string' || typeof limit !== 'number' || typeof after !== 'string') return undefined;
    return { search, limit, after };
  } catch {
    return undefined;
  }
}
