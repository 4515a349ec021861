import { Injectable } from '@nestjs/common';
import { lowerCase, type MemberNamed } from '@roster/client';
import type { CompiledAccount } from '@roster/permissions';
import { Database } from '@roster/service-kit';
import { validate as isUuid } from 'uuid';

/** An active member goes before one who is gone but for his records. */
const NAMED = `
  select id, email, user_id as "userId" from members
  where account_id = $1 and standing <> 'deleted' and (email = any($2) or user_id = any($3))
  order by standing = 'active', id`;

/** Who is meant by the names that outsiders have for people. */
@Injectable()
export class Names {
  constructor(private readonly database: Database) {}

  /**
   * All of the names in one statement at most; none where all of them are members' ids. An id that names nobody here
   * stands for itself: a partner's member is known to decisions only, and to them not everywhere.
   */
  async find(account: CompiledAccount, names: readonly string[]): Promise<MemberNamed> {
    const strangers = [...new Set(names.map(lowerCase))].filter((name) => !account.has(name));
    const found = strangers.length > 0 ? await this.read(account.accountId, strangers) : undefined;
    return (name) => {
      const plain = lowerCase(name);
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
