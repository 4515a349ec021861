import type { AccountDelta, AccountPolicy } from '@roster/permissions';
import { inDatabase, inTransaction, type MirrorDatabase, type Query } from './database.js';
import { addChains, addFacts, movedAmong, removeChains, removeFacts, withReports } from './facts.js';

/**
 * The mirror: tables in a service's own database with the members of large accounts, so that it can join records to the
 * owners that a member reaches. Each change is written in one transaction with its version. Replicas of the service may
 * share a mirror.
 */
export class Mirror {
  constructor(private readonly database: MirrorDatabase) {}

  /** The account's version in the mirror; undefined where the account is not mirrored. */
  version(accountId: string): Promise<number | undefined> {
    return versionOf(inDatabase(this.database), accountId);
  }

  /** Replaces the account in the mirror, unless it is already as new. */
  async load(policy: AccountPolicy): Promise<void> {
    const { accountId, version, members } = policy;
    await inTransaction(this.database, async (query) => {
      // The replica that inserts this row first does the work; the others wait for its transaction.
      await query('insert into roster_mirror (account_id, version) values ($1, -1) on conflict do nothing', [
        accountId,
      ]);
      const present = await versionOf(query, accountId, 'for update');
      if (present !== undefined && present >= version) return;
      await removeFacts(query, accountId);
      await addFacts(query, accountId, members);
      await addChains(query, accountId);
      await setVersion(query, accountId, version);
    });
  }

  /** Applies a change. Returns false, and changes nothing, where a change before it is missing. */
  async apply(delta: AccountDelta): Promise<boolean> {
    const { accountId, from, version } = delta;
    const known = await this.version(accountId);
    if (known !== undefined && known >= version) return true;
    return inTransaction(this.database, async (query) => {
      const present = await versionOf(query, accountId, 'for update');
      if (present === undefined || present < from) return false;
      // Another replica was faster.
      if (present >= version) return true;
      await follow(query, delta);
      await setVersion(query, accountId, version);
      return true;
    });
  }

  /** Removes the account. */
  async remove(accountId: string): Promise<void> {
    await inTransaction(this.database, async (query) => {
      await versionOf(query, accountId, 'for update');
      await removeFacts(query, accountId);
      await query('delete from roster_mirror where account_id = $1', [accountId]);
    });
  }
}

/** Writes a delta. A member with another manager changes the chains of everyone below them. */
async function follow(query: Query, { accountId, members }: AccountDelta): Promise<void> {
  const { set = [], removed = [] } = members ?? {};
  const managers = new Map<string, string | null>([
    ...removed.map((id) => [id, null] as const),
    ...set.map(({ id, managerId }) => [id, managerId ?? null] as const),
  ]);
  if (managers.size === 0) return;
  const changed = [...managers.keys()];
  const moved = await movedAmong(query, accountId, managers);
  const below = moved.length > 0 ? await withReports(query, accountId, moved) : [];
  await removeChains(query, accountId, below);
  await removeFacts(query, accountId, changed);
  await addFacts(query, accountId, set);
  await addChains(query, accountId, [...new Set([...below, ...changed])]);
}

async function versionOf(query: Query, accountId: string, lock = ''): Promise<number | undefined> {
  const [row] = await query(`select version from roster_mirror where account_id = $1 ${lock}`, [accountId]);
  return row ? Number(row['version']) : undefined;
}

async function setVersion(query: Query, accountId: string, version: number): Promise<void> {
  await query('update roster_mirror set version = $2 where account_id = $1', [accountId, version]);
}
