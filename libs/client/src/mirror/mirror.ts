import type { AccountDelta, AccountPolicy } from '@roster/permissions';
import { inDatabase, inTransaction, type MirrorDatabase, type Query } from './database.js';
import { addChains, addFacts, movedAmong, removeChains, removeFacts, withReports } from './facts.js';

/**
 * What a database of the service's own knows of large accounts, so that it can join records to the owners that a member
 * reaches. Each change is one transaction together with its version; replicas of the service may share a mirror.
 */
export class Mirror {
  constructor(private readonly database: MirrorDatabase) {}

  /** The version of the account that is mirrored; undefined where it is not. */
  version(accountId: string): Promise<number | undefined> {
    return versionOf(inDatabase(this.database), accountId);
  }

  /** Puts the account in place of what is there, unless that is as new. */
  async load(policy: AccountPolicy): Promise<void> {
    const { accountId, version, members } = policy;
    await inTransaction(this.database, async (query) => {
      // A row of no version is taken by whoever comes first; others wait for his transaction.
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

  /** Follows a change. False, with nothing done, where a change before it is missing. */
  async apply(delta: AccountDelta): Promise<boolean> {
    const { accountId, from, version } = delta;
    const known = await this.version(accountId);
    if (known !== undefined && known >= version) return true;
    return inTransaction(this.database, async (query) => {
      const present = await versionOf(query, accountId, 'for update');
      if (present === undefined || present < from) return false;
      // Another replica was faster by a moment.
      if (present >= version) return true;
      await follow(query, delta);
      await setVersion(query, accountId, version);
      return true;
    });
  }

  /** Forgets the account. */
  async remove(accountId: string): Promise<void> {
    await inTransaction(this.database, async (query) => {
      await versionOf(query, accountId, 'for update');
      await removeFacts(query, accountId);
      await query('delete from roster_mirror where account_id = $1', [accountId]);
    });
  }
}

/** Whoever has another manager takes the chains of all below him along. */
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
