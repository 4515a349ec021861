import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_PAGE_SIZE,
  type CallContext,
  type MemberPage,
  type MemberQuery,
  type MemberRow,
  type PresetSet,
  type RoleReference,
  type TeamReference,
} from '@roster/contracts';
import { Database, PRESETS, signedIn } from '@roster/service-kit';
import { findAccount } from '../accounts/accounts.service.js';
import { presetOf } from '../accounts/preset-of.js';
import { isSsoEnforced } from '../accounts/enforcement.js';
import { toRow, type Shown } from './member-row.js';
import { internationalDomains, isInternational } from './international-domains.js';
import { orderOf, pageStatement, readCursor, writeCursor } from './member-query.js';

interface Listed extends Shown {
  readonly roles: RoleReference[];
  readonly teams: TeamReference[];
  /** The value by which the page is ordered, as text. */
  readonly key: string;
}

/** The people of an account, page by page (UI-02 … UI-06). */
@Injectable()
export class MemberListService {
  constructor(
    private readonly database: Database,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  /** Deleted members are listed only if the query names that status. Service accounts are never listed. */
  list(query: MemberQuery, call: CallContext): Promise<MemberPage> {
    const { accountId } = signedIn(call);
    const { limit = DEFAULT_PAGE_SIZE, cursor } = query;
    const order = orderOf(query.sort);
    const after = cursor === undefined ? undefined : readCursor(order, cursor);
    return this.database.inAccount(accountId, async (manager) => {
      const account = await findAccount(manager, accountId);
      const view = {
        account,
        preset: presetOf(this.presets, account),
        enforced: await isSsoEnforced(manager, accountId),
      };
      const domains = isInternational(query.q) ? await internationalDomains(manager, accountId) : [];
      const { sql, values } = pageStatement(accountId, query, { order, after, limit: limit + 1, domains });
      const rows: Listed[] = await manager.query(sql, values);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map((row): MemberRow => toRow(row, row, view)),
        nextCursor: last ? writeCursor(order, last) : null,
      };
    });
  }
}
