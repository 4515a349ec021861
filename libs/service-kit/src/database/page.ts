import { DEFAULT_PAGE_SIZE, type PageQuery } from '@roster/contracts';
import { validate as isUuid } from 'uuid';
import { invalid } from '../rpc/validation/invalid.js';

export interface Page {
  /** The maximum number of rows in the answer. One more is read, to see whether there is a next page. */
  readonly limit: number;
  /** The id of the last row of the previous page. */
  readonly after: string | undefined;
}

export const pageOf = ({ limit = DEFAULT_PAGE_SIZE, cursor }: PageQuery): Page => ({
  limit,
  after: cursor === undefined ? undefined : readCursor(cursor),
});

/**
 * The answer of a page. `rows` are in the order of their ids, and one more than the limit where there is a next page.
 */
export function answerOf<R extends { id: string }, T>(
  { limit }: Page,
  rows: readonly R[],
  show: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), nextCursor: last && rows.length > limit ? writeCursor(last.id) : null };
}

const writeCursor = (id: string): string => Buffer.from(id).toString('base64url');

function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!isUuid(id)) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  return id;
}
