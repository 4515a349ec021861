import { createHash } from 'node:crypto';
import type { AuthzenNextPage, AuthzenPage } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { configure } from 'safe-stable-stringify';

const STANDARD = 50;
const MOST = 200;

/** Two searches for the same are the same, in whatever order their members stand. */
const canonical = configure({ deterministic: true });

/** Where a search goes on, and how much of it is wanted. */
export class SearchPage {
  private constructor(
    readonly limit: number,
    /** What came before is up to here; empty at the start. */
    readonly after: string,
    private readonly search: string,
  ) {}

  /**
   * The page that is asked for. Throws `request.invalid` for a token that was given for another search, or by nobody.
   * `search` names what is searched for, `isPlace` tells where it can go on; the limit may be left out with a token,
   * which keeps it.
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

  /** The answer's own page: it goes on after `next`, or ends where there is none. */
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
