import { Inject, Injectable } from '@nestjs/common';
import type { Link, LoadedAccount, SnapshotSource } from '@roster/client';
import type { PresetSet, StoredSeal } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { Database, PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Snapshots } from '../../account/snapshots/snapshots.js';

/** The limits up to which changes are sent instead of the whole account: a number of versions, and bytes of JSON. */
const MOST_VERSIONS = 200;
const MOST_BYTES = 512 * 1024;

/** Reads accounts from the database for evaluators: directly for this service, and by rpc for the others. */
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
    const hash = await this.hashOf(accountId, version);
    const state = { kind: 'whole', policy, ...(hash !== undefined && { hash }) } as const;
    return { preset: preset.name, catalogueHash: catalogue.hash, version, state };
  }

  /** The changes since a version; undefined where the account does not exist, or where sending it whole is shorter. */
  private async since(accountId: string, since: number): Promise<LoadedAccount | undefined> {
    return this.database.inAccount(accountId, async (manager) => {
      const account = await readHead(manager, accountId);
      const hash = account && this.presets.catalogue(account.preset)?.hash;
      if (!account || hash === undefined) return undefined;
      const { preset, version } = account;
      const later = await readDeltas(manager, { accountId, since, version });
      return later && { preset, catalogueHash: hash, version, state: { kind: 'deltas', ...later } };
    });
  }

  /** The hash of the change that led to a version, as evaluators know it; undefined where it has no seal. */
  private async hashOf(accountId: string, version: number): Promise<string | undefined> {
    const rows: { hash: string | null }[] = await this.database.inAccount(accountId, (manager) =>
      manager.query(`select seal->>'hash' as hash from changes where account_id = $1 and version = $2 and step = 0`, [
        accountId,
        version,
      ]),
    );
    return rows[0]?.hash ?? undefined;
  }
}

/** The changes since a version, with their seals. This process does not check the seals; other processes do. */
interface SealedDeltas {
  readonly deltas: AccountDelta[];
  readonly links: Link[];
  readonly seals: StoredSeal[];
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

/**
 * Reads the deltas. Versions that were recorded without a delta or a seal have none, so nobody can catch up from before
 * them.
 */
async function readDeltas(
  manager: EntityManager,
  { accountId, since, version }: { accountId: string; since: number; version: number },
): Promise<SealedDeltas | undefined> {
  if (since === version) return { deltas: [], links: [], seals: [] };
  if (since > version || version - since > MOST_VERSIONS) return undefined;
  const rows: { delta: AccountDelta; seal: StoredSeal & { hash: string } }[] = await manager.query(
    `select delta, seal from (
       select version, delta, seal, sum(octet_length(delta::text)) over () as bytes from changes
       where account_id = $1 and step = 0 and version > $2 and version <= $3 and delta is not null and seal is not null
     ) later where bytes <= $4 order by version`,
    [accountId, since, version, MOST_BYTES],
  );
  if (rows.length !== version - since) return undefined;
  return {
    deltas: rows.map(({ delta }) => delta),
    links: rows.map(({ seal: { hash, previous } }) => ({ hash, previous })),
    seals: rows.map(({ seal: { hash: _hash, ...seal } }) => seal),
  };
}
