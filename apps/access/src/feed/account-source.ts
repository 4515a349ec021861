import { Inject, Injectable } from '@nestjs/common';
import type { LoadedAccount, SnapshotSource } from '@roster/client';
import type { PresetSet } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { Database, PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Snapshots } from '../snapshots/snapshots.js';

/** Versions, and bytes of JSON, up to which what has changed is told instead of everything. */
const MOST_VERSIONS = 200;
const MOST_BYTES = 512 * 1024;

/** Accounts as the database has them at this moment, for who decides about them: this service, and the others by rpc. */
@Injectable()
export class AccountSource implements SnapshotSource {
  constructor(
    private readonly database: Database,
    private readonly snapshots: Snapshots,
    @Inject(PRESETS) private readonly presets: PresetSet,
  ) {}

  async load(accountId: string, since?: number): Promise<LoadedAccount | undefined> {
    const later = since === undefined ? undefined : await this.since(accountId, since);
    if (later) return later;
    const account = await this.snapshots.current(accountId);
    if (!account) return undefined;
    const { policy, preset, catalogue } = account;
    const { version } = policy;
    return { preset: preset.name, catalogueHash: catalogue.hash, version, state: { kind: 'whole', policy } };
  }

  /** Undefined where there is no such account, or no way on from that version that is shorter than the whole. */
  private async since(accountId: string, since: number): Promise<LoadedAccount | undefined> {
    return this.database.inAccount(accountId, async (manager) => {
      const account = await readHead(manager, accountId);
      const hash = account && this.presets.catalogue(account.preset)?.hash;
      if (!account || hash === undefined) return undefined;
      const { preset, version } = account;
      const deltas = await readDeltas(manager, { accountId, since, version });
      return deltas && { preset, catalogueHash: hash, version, state: { kind: 'deltas', deltas } };
    });
  }
}

async function readHead(
  manager: EntityManager,
  accountId: string,
): Promise<{ preset: string; version: number } | undefined> {
  const rows: { preset: string; version: number }[] = await manager.query(
    'select preset, version::float8 as version from accounts where id = $1',
    [accountId],
  );
  return rows[0];
}

/** Of versions that were not recorded whole there is no delta, and so no way on from before them. */
async function readDeltas(
  manager: EntityManager,
  { accountId, since, version }: { accountId: string; since: number; version: number },
): Promise<AccountDelta[] | undefined> {
  if (since === version) return [];
  if (since > version || version - since > MOST_VERSIONS) return undefined;
  const rows: { delta: AccountDelta }[] = await manager.query(
    `select delta from (
       select version, delta, sum(octet_length(delta::text)) over () as bytes from changes
       where account_id = $1 and version > $2 and version <= $3 and delta is not null
     ) later where bytes <= $4 order by version`,
    [accountId, since, version, MOST_BYTES],
  );
  return rows.length === version - since ? rows.map(({ delta }) => delta) : undefined;
}
