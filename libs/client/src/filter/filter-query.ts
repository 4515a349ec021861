import { condition, type RecordColumns } from './condition.js';
import type { RecordFilter } from './record-filter.js';

/** The part of TypeORM's query builders for selects, updates and deletes that is used here. */
export interface WhereBuilder {
  andWhere(condition: string, parameters?: Record<string, unknown>): unknown;
  readonly expressionMap?: { readonly wheres: readonly { readonly type: string }[] };
}

let used = 0;

/**
 * Adds the filter to a TypeORM query and returns the query. Add it last: a condition joined by OR, before or after it,
 * would let other records through. An OR that is already there is refused.
 */
export function filterQuery<T extends WhereBuilder>(
  query: T,
  filter: RecordFilter,
  columns: RecordColumns,
  clock?: () => number,
): T {
  if (query.expressionMap?.wheres.some(({ type }) => type === 'or')) {
    throw new TypeError(
      'The query has conditions joined by OR: put them into brackets, as they would bypass the filter',
    );
  }
  const parameters: Record<string, unknown> = {};
  const bind = (value: unknown) => {
    used += 1;
    parameters[`roster${used}`] = value;
    return `:roster${used}`;
  };
  query.andWhere(condition(filter, columns, bind, clock), parameters);
  return query;
}
