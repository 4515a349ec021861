import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';

/** Rows in each page that an export fetches. */
const PAGE = 200;

interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

interface Query {
  limit?: number;
  cursor?: string;
}

type Cell = string | number | boolean | null | undefined;

/** What each row becomes: by the name of its column, in the order of the columns, a cell. */
export type CsvTable<Row> = Readonly<Record<string, (row: Row) => Cell>>;

/**
 * A file of CSV (RFC 4180) with all pages from the cursor on, or one page where the query has a limit. It starts with the
 * mark by which a spreadsheet knows UTF-8. A cell that a spreadsheet would take for a formula is prefixed with an
 * apostrophe (S61). The first page is fetched before the answer begins, so that a refusal is still a problem document.
 */
export async function csvFile<Q extends Query, Row>(
  filename: string,
  table: CsvTable<Row>,
  query: Q,
  fetch: (query: Q) => Promise<Page<Row>>,
): Promise<StreamableFile> {
  const isOnePage = query.limit !== undefined;
  const first = await fetch(isOnePage ? query : { ...query, limit: PAGE });
  const pages = pagesFrom(isOnePage ? { ...first, nextCursor: null } : first, (cursor) =>
    fetch({ ...query, limit: PAGE, cursor }),
  );
  return new StreamableFile(Readable.from(lines(table, pages)), {
    type: 'text/csv; charset=utf-8; header=present',
    disposition: `attachment; filename="${filename}"`,
  });
}

async function* pagesFrom<Row>(
  first: Page<Row>,
  next: (cursor: string) => Promise<Page<Row>>,
): AsyncGenerator<Page<Row>> {
  yield first;
  for (let cursor = first.nextCursor; cursor !== null;) {
    const page = await next(cursor);
    yield page;
    cursor = page.nextCursor;
  }
}

async function* lines<Row>(table: CsvTable<Row>, pages: AsyncIterable<Page<Row>>): AsyncGenerator<string> {
  let header = true;
  for await (const { items } of pages) {
    yield stringify(
      items.map((row) => Object.values(table).map((cellOf) => cellOf(row))),
      {
        columns: Object.keys(table),
        header,
        bom: header,
        escape_formulas: true,
        record_delimiter: 'windows',
        cast: { boolean: String },
      },
    );
    header = false;
  }
}
