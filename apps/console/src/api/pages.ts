interface Paged<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** All of a list that is never long (500 at most): page after page. */
export async function all<T>(page: (cursor?: string) => Promise<Paged<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    // Each page names the next one.
    // oxlint-disable-next-line no-await-in-loop
    const { items: more, nextCursor } = await page(cursor);
    items.push(...more);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** The parameters of a page of such a list. */
export const from = (cursor: string | undefined) => ({ query: { limit: 200, ...(cursor && { cursor }) } });
