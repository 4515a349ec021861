import { allEvents, type Context, type RecordedPage, type RecordedQuery } from '@roster/contracts';
import type { Database } from '../database/database.js';

/** Events in a page. */
const PAGE = 1_000;

/** The names of the events that a service has recorded, by account, for those who follow them. */
export class RecordedEvents {
  constructor(
    private readonly context: Context,
    private readonly database: Database,
  ) {}

  async list({ accountId, follower, after }: RecordedQuery): Promise<RecordedPage> {
    const subjects = allEvents()
      .filter(({ context, consumers }) => context === this.context && consumers.includes(follower))
      .map(({ subject }) => subject);
    const rows = await this.database.inAccount(accountId, (manager) =>
      manager.query<RecordedPage['events']>(
        `select id, subject from outbox
         where account = $1 and subject = any($2) and ($3::uuid is null or id > $3) order by id limit $4`,
        [accountId, subjects, after ?? null, PAGE + 1],
      ),
    );
    return { events: rows.slice(0, PAGE), more: rows.length > PAGE };
  }
}
