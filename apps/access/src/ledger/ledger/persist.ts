import type { EntityManager } from 'typeorm';
import type { StoredAccount } from '../../account/accounts/stored-account.js';
import { tables, type Row, type Table } from './tables.js';

/** The rows to write in one table. */
interface Writes extends Pick<Table, 'entity' | 'key' | 'keeps'> {
  readonly added: readonly Row[];
  readonly changed: readonly Row[];
  readonly removed: readonly Row[];
}

export interface Difference {
  readonly columns: boolean;
  readonly tables: readonly Writes[];
}

/** Rows are written in batches, because a statement takes at most 65,535 values. */
const LOT = 2_000;

/** What the database lacks of `after`; undefined where it has everything. The version does not count. */
export function differenceBetween(before: StoredAccount, after: StoredAccount): Difference | undefined {
  const columns = JSON.stringify(columnsOf(before)) !== JSON.stringify(columnsOf(after));
  const written = tables(before, after)
    .map(writesOf)
    .filter(({ added, changed, removed }) => added.length + changed.length + removed.length > 0);
  return columns || written.length > 0 ? { columns, tables: written } : undefined;
}

const columnsOf = ({ preset, status, ownerMemberId, revision }: StoredAccount) => ({
  preset,
  status,
  ownerMemberId,
  revision,
});

/** Writes the difference and raises the version to that of `after`. The account must be locked. */
export async function persist(manager: EntityManager, after: StoredAccount, difference: Difference | undefined) {
  const written = difference?.tables ?? [];
  for (const { entity, key, keeps, removed } of written.toReversed()) {
    if (keeps) continue;
    for (const lot of lots(removed)) {
      await manager.delete(
        entity,
        lot.map((row) => Object.fromEntries(['accountId', ...key].map((column) => [column, row[column]]))),
      );
    }
  }
  for (const { entity, key, keeps, added, changed } of written) {
    // A row that is new in memory may be a tombstone in the database, in tables that keep them.
    const [fresh, known] = keeps ? [[], [...added, ...changed]] : [added, changed];
    for (const lot of lots(fresh)) await manager.insert(entity, [...lot]);
    for (const lot of lots(known)) await manager.upsert(entity, [...lot], ['accountId', ...key]);
  }
  const { id, preset, status, ownerMemberId, revision, version } = after;
  await manager.query(
    `update accounts set preset = $2, status = $3, owner_member_id = $4, revision = $5, version = $6,
       changed_at = clock_timestamp() where id = $1`,
    [id, preset, status, ownerMemberId, revision, version],
  );
}

function writesOf({ entity, key, keeps, changed: pairs }: Table): Writes {
  const added: Row[] = [];
  const changed: Row[] = [];
  const removed: Row[] = [];
  const nameOf = (row: Row) => key.map((column) => row[column]).join(' ');
  for (const { before = [], after = [] } of pairs) {
    const known = new Map(before.map((row) => [nameOf(row), row]));
    for (const row of after) {
      const was = known.get(nameOf(row));
      known.delete(nameOf(row));
      if (!was) added.push(row);
      else if (JSON.stringify(was) !== JSON.stringify(row)) changed.push(row);
    }
    removed.push(...known.values());
  }
  return { entity, key, keeps, added, changed, removed: keeps ? [] : removed };
}

function* lots<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += LOT) yield rows.slice(start, start + LOT);
}
