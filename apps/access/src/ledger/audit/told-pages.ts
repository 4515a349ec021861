import type { EntityManager } from 'typeorm';

const PAGE = 500;

/** The rows of a query, page by page, as the transaction sees them. Only one page is in memory. */
export async function* pagesOf<T>(manager: EntityManager, sql: string, parameters: unknown[]): AsyncGenerator<T[]> {
  await manager.query(`declare told no scroll cursor for ${sql}`, parameters);
  for (;;) {
    const page: T[] = await manager.query(`fetch ${PAGE} from told`);
    if (page.length > 0) yield page;
    if (page.length < PAGE) break;
  }
  await manager.query('close told');
}
