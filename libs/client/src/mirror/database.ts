/** Runs one statement and resolves with its rows. */
export type Query = (sql: string, parameters: unknown[]) => Promise<Row[]>;
export type Row = Readonly<Record<string, unknown>>;

/** A `Pool` of `pg`. */
interface PgPool extends PgQueries {
  connect(): Promise<PgQueries & { release(destroy?: boolean): void }>;
}

interface PgQueries {
  query(sql: string, parameters?: unknown[]): Promise<{ rows: Row[] }>;
}

/** A `DataSource` of TypeORM. */
interface TypeOrmSource extends TypeOrmQueries {
  transaction<T>(work: (manager: TypeOrmQueries) => Promise<T>): Promise<T>;
}

interface TypeOrmQueries {
  query<T>(sql: string, parameters?: unknown[]): Promise<T>;
}

/** The service's own database, which contains the mirror. */
export type MirrorDatabase = PgPool | TypeOrmSource;

/** Runs a single statement without a transaction. */
export const inDatabase = (database: MirrorDatabase): Query =>
  'transaction' in database
    ? (sql, parameters) => database.query<Row[]>(sql, parameters)
    : async (sql, parameters) => (await database.query(sql, parameters)).rows;

/** Does the work in one transaction. It is rolled back where the work rejects. */
export const inTransaction = <T>(database: MirrorDatabase, work: (query: Query) => Promise<T>): Promise<T> =>
  'transaction' in database
    ? database.transaction((manager) => work((sql, parameters) => manager.query<Row[]>(sql, parameters)))
    : inPool(database, work);

async function inPool<T>(pool: PgPool, work: (query: Query) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let isBroken = true;
  try {
    await connection.query('begin');
    const result = await work(async (sql, parameters) => (await connection.query(sql, parameters)).rows);
    await connection.query('commit');
    isBroken = false;
    return result;
  } finally {
    // Closing the connection also ends its transaction.
    connection.release(isBroken);
  }
}
