import { condition, type RecordColumns } from './condition.js';
import type { RecordFilter } from './record-filter.js';

export interface SqlCondition {
  readonly sql: string;
  /** The values of the parameters, in order. */
  readonly values: readonly unknown[];
}

export interface FilterSqlOptions {
  /** The number of the first parameter: one more than the statement already has. Default: 1. */
  readonly first?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** The filter for a statement of `pg`, to be joined by AND to its other conditions. */
export function filterSql(
  filter: RecordFilter,
  columns: RecordColumns,
  { first = 1, clock }: FilterSqlOptions = {},
): SqlCondition {
  const values: unknown[] = [];
  const sql = condition(filter, columns, (value) => `$${first + values.push(value) - 1}`, clock);
  return { sql, values };
}
