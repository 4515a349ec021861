import { Injectable } from '@nestjs/common';
import type { RegisteredRecord } from '@roster/permissions';
import { Database } from '@roster/service-kit';

export interface RecordName {
  readonly type: string;
  readonly id: string;
}

/** Looks up a registered record; undefined where there is none. */
export type Registered = (record: RecordName) => RegisteredRecord | undefined;

const NOTHING: Registered = () => undefined;

const FOUND = `
  select r.type, r.id, r.owner_member_id as "ownerId", r.project_id as "projectId", r.properties
  from unnest($2::text[], $3::text[]) as asked (type, id)
  join records r on r.account_id = $1 and r.type = asked.type collate "C" and r.id = asked.id collate "C"
    and r.deleted_at is null`;

/** Reads the register for decisions. */
@Injectable()
export class Register {
  constructor(private readonly database: Database) {}

  /** Finds all of these records in one statement; no statement where there is nothing to look up. */
  async find(accountId: string, records: readonly RecordName[]): Promise<Registered> {
    if (records.length === 0) return NOTHING;
    const names = new Map(records.map((record) => [keyOf(record), record]));
    const asked = [...names.values()];
    const rows: (RecordName & RegisteredRecord)[] = await this.database.inAccount(accountId, (manager) =>
      manager.query(FOUND, [accountId, asked.map(({ type }) => type), asked.map(({ id }) => id)]),
    );
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return (record) => found.get(keyOf(record));
  }
}

/** Joins type and id by NUL, which neither can contain: Postgres could not store it. */
const keyOf = ({ type, id }: RecordName): string => `${type}\0${id}`;
