import { Injectable } from '@nestjs/common';
import { filterSql, Roster, type Asker } from '@roster/client';
import { isUUID } from 'class-validator';
import { Pool } from 'pg';

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string | null;
}

const FIELDS = 'id, name, owner_id as "ownerId"';

@Injectable()
export class ContactsStore {
  constructor(
    private readonly pool: Pool,
    private readonly roster: Roster,
  ) {}

  /** The first fifty records after this id that the asker may view. */
  list(asker: Asker, after = '00000000-0000-0000-0000-000000000000'): Promise<Contact[]> {
    return this.roster.list({ ...asker, permission: 'contacts:view' }, async (filter) => {
      const { sql, values } = filterSql(filter, { owner: 'owner_id' }, { first: 3 });
      const { rows } = await this.pool.query<Contact>(
        `select ${FIELDS} from contacts where account_id = $1 and id > $2 and ${sql} order by id limit 50`,
        [asker.accountId, after, ...values],
      );
      return rows;
    });
  }

  async find(accountId: string, id: string): Promise<Contact | undefined> {
    if (!isUUID(id)) return undefined;
    const { rows } = await this.pool.query<Contact>(
      `select ${FIELDS} from contacts where account_id = $1 and id = $2`,
      [accountId, id],
    );
    return rows[0];
  }

  async add(accountId: string, name: string, ownerId: string | null): Promise<Contact | undefined> {
    const { rows } = await this.pool.query<Contact>(
      `insert into contacts (account_id, name, owner_id) values ($1, $2, $3) returning ${FIELDS}`,
      [accountId, name, ownerId],
    );
    return rows[0];
  }

  async change(accountId: string, { id, name, ownerId }: Contact): Promise<void> {
    await this.pool.query('update contacts set name = $3, owner_id = $4 where account_id = $1 and id = $2', [
      accountId,
      id,
      name,
      ownerId,
    ]);
  }

  async remove(accountId: string, id: string): Promise<void> {
    await this.pool.query('delete from contacts where account_id = $1 and id = $2', [accountId, id]);
  }
}
