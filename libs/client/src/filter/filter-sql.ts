import { condition, type RecordColumns } from './condition.js';
import type { RecordFilter } from './record-filter.js';

export interface SqlCondition {
  readonly sql: string;
  /** Of the parameters in it, in their order. */
  readonly values: readonly unknown[];
}

export interface FilterSqlOptions {
  /** The number of the first parameter: one more than the statement has already. 1 unless said. */
  readonly first?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** The filter for a statement of `pg`, to be joined to its other conditions by AND. */
export function filterSql(
  filter: RecordFilter,
  columns: RecordColumns,
  { first = 1, clock }: FilterSqlOptions = {},
): SqlCondition {
  const values: unknown[] = [];
  const sql = condition(filter, columns, (value) => `$${first + values.push(value) - 1}`, clock);
  return { sql, values };
}
