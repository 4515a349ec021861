import type { EntityManager, ObjectLiteral } from 'typeorm';

export interface DueRows {
  /** A table with a column `due_at`. */
  readonly table: string;
  /** The columns that name a row. They are what is returned of it. */
  readonly key: readonly string[];
  /** Which rows alone are taken: column → value. */
  readonly of?: Readonly<Record<string, unknown>>;
  readonly limit: number;
  /** The moment that counts; the database's own unless said. */
  readonly at?: Date;
  /** Milliseconds for which the rows belong to whoever takes them. */
  readonly lease: number;
  /** Values of further columns, to be set in the rows that are taken. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/**
 * Takes rows that are due, those first that have been due for longest. They are due again when the lease ends, so none
 * is lost if this process dies. Rows that another process takes at the same moment are passed over, not waited for, so
 * that no two processes take the same row.
 */
export async function takeDue<Key extends ObjectLiteral>(
  manager: EntityManager,
  { table, key, of = {}, limit, at, lease, set = {} }: DueRows,
): Promise<Key[]> {
  const columns = key.join(', ');
  const further = Object.keys(set).map((column, index) => `, ${column} = $${index + 4}`);
  const first = 4 + further.length;
  const only = Object.keys(of).map((column, index) => `${column} = $${index + first} and `);
  const [rows]: [Key[], number] = await manager.query(
    `update ${table} set due_at = coalesce($3::timestamptz, now()) + make_interval(secs => $1::float / 1000)${further.join('')}
     where (${columns}) in (
       select ${columns} from ${table} where ${only.join('')}due_at <= coalesce($3::timestamptz, now()) order by due_at limit $2 for update skip locked)
     returning ${columns}`,
    [lease, limit, at ?? null, ...Object.values(set), ...Object.values(of)],
  );
  return rows;
}
