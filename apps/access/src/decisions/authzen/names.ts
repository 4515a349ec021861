import { Injectable } from '@nestjs/common';
import { lowerCase, type MemberNamed } from '@roster/client';
import { normaliseEmail } from '@roster/contracts';
import type { CompiledAccount } from '@roster/permissions';
import { Database } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';

/** An active member is preferred to a deleted one who still owns records. */
const NAMED = `
  select id, email, user_id as "userId" from members
  where account_id = $1 and standing <> 'deleted' and (email = any($2) or user_id = any($3))
  order by standing = 'active', id`;

/** An address as it is stored, whichever way its domain is written. */
const asStored = (name: string): string => normaliseEmail(name) ?? lowerCase(name);

/** Finds the members that other systems name by address or user id. */
@Injectable()
export class Names {
  constructor(private readonly database: Database) {}

  /**
   * Looks up all names in one statement; no statement is needed where all of them are members' ids. An id that names no
   * member stands for itself: it may be a partner's member, whom only the decision knows.
   */
  async find(account: CompiledAccount, names: readonly string[]): Promise<MemberNamed> {
    const strangers = [...new Set(names.map(asStored))].filter((name) => !account.has(name));
    const found = strangers.length > 0 ? await this.read(account.accountId, strangers) : undefined;
    return (name) => {
      const plain = asStored(name);
      return account.has(plain) ? plain : (found?.get(plain) ?? (isUuid(plain) ? plain : undefined));
    };
  }

  private async read(accountId: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { id: string; email: string; userId: string | null }[] = await this.database.inAccount(
      accountId,
      (manager) => manager.query(NAMED, [accountId, names, names.filter((name) => isUuid(name))]),
    );
    const byName = new Map<string, string>();
    for (const { id, email, userId } of rows) {
      if (email) byName.set(email, id);
      if (userId) byName.set(userId, id);
    }
    return byName;
  }
}
