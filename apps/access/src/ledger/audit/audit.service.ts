import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_PAGE_SIZE,
  type AuditPage,
  type AuditQuery,
  type CallContext,
  type MemberActs,
  type MemberActsQuery,
  type PresetSet,
} from '@roster/contracts';
import { Database, PRESETS, signedIn } from '@roster/service-kit';
import { entryOf, namesFor } from './display.js';
import { namesIn } from './part-names.js';
import { cursorOf, entriesQuery, readActs, type EntryRow } from './entries.js';

/** The maximum bytes of change parts on one page: an answer has to fit into one message. */
const LARGEST_PAGE = 512 * 1024;

/** What was changed, by whom and when. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async list(query: AuditQuery, call: CallContext): Promise<AuditPage> {
    const { accountId } = signedIn(call);
    const { limit = DEFAULT_PAGE_SIZE } = query;
    return this.database.inAccount(accountId, async (manager) => {
      const { sql, parameters } = entriesQuery(accountId, query, limit + 1);
      const rows: EntryRow[] = await manager.query(sql, parameters);
      const shown = fitting(rows.slice(0, limit));
      const names = await namesFor(manager, accountId, shown);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => entryOf(row, names)),
        names: await namesIn(manager, accountId, { rows: shown, presets: this.presets }),
        nextCursor: last && shown.length < rows.length ? cursorOf(last) : null,
      };
    });
  }

  /** What a member did, the newest first. */
  actsOf(query: MemberActsQuery): Promise<MemberActs> {
    return this.database.inAccount(query.accountId, async (manager) => ({ acts: await readActs(manager, query) }));
  }
}

/** As many entries as fit into one message, and at least one. */
function fitting(rows: readonly EntryRow[]): EntryRow[] {
  let size = 0;
  const end = rows.findIndex((row, index) => (size += row.size) > LARGEST_PAGE && index > 0);
  return rows.slice(0, end === -1 ? rows.length : end);
}
