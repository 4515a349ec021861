import { DEFAULT_PAGE_SIZE, type FreshPageQuery } from '@roster/contracts';
import { invalid } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';

const ID_LENGTH = 36;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The order of everything that is listed by name. */
export const byName = <T extends Named>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));

/**
 * A page of what is listed by name. The cursor has the name and the id of the last one shown, so that the list goes on at
 * that place even where it was renamed or deleted in between.
 */
export function pageByName<T extends Named>(
  rows: readonly T[],
  { limit = DEFAULT_PAGE_SIZE, cursor }: Pick<FreshPageQuery, 'limit' | 'cursor'>,
): { readonly shown: readonly T[]; readonly nextCursor: string | null } {
  const sorted = byName(rows);
  const rest = cursor === undefined ? sorted : after(sorted, placeOf(cursor));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: last && rest.length > limit ? cursorOf(last) : null };
}

const after = <T extends Named>(sorted: readonly T[], { id, name }: Named): readonly T[] =>
  sorted.filter((row) => {
    const order = row.name.localeCompare(name, 'en');
    return order > 0 || (order === 0 && row.id > id);
  });

const cursorOf = ({ id, name }: Named): string => Buffer.from(id + name).toString('base64url');

function placeOf(cursor: string): Named {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = text.slice(0, ID_LENGTH);
  if (!isUuid(id)) throw invalid({ path: 'cursor', message: 'is not a cursor of this list' });
  return { id, name: text.slice(ID_LENGTH) };
}
