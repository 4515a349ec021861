import { Inject, Injectable } from '@nestjs/common';
import type { Link, LoadedAccount, SnapshotSource } from '@roster/client';
import type { PresetSet, StoredSeal } from '@roster/contracts';
import type { AccountDelta } from '@roster/permissions';
import { Database, PRESETS } from '@roster/service-kit';
import type { EntityManager } from 'typeorm';
import { Snapshots } from '../../account/snapshots/snapshots.js';

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
    const hash = await this.hashOf(accountId, version);
    const state = { kind: 'whole', policy, ...(hash !== undefined && { hash }) } as const;
    return { preset: preset.name, catalogueHash: catalogue.hash, version, state };
  }

  /** Undefined where there is no such account, or no way on from that version that is shorter than the whole. */
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

  /** What the change that led to a version is called in the history; undefined where it has no seal. */
  private async hashOf(accountId: string, version: number): Promise<string | undefined> {
    const rows: { hash: string | null }[] = await this.database.inAccount(accountId, (manager) =>
      manager.query(`select seal->>'hash' as hash from changes where account_id = $1 and version = $2`, [
        accountId,
        version,
      ]),
    );
    return rows[0]?.hash ?? undefined;
  }
}

/** What leads on from a version, for this process, which needs no proof of it, and for others, which do. */
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

/** Of versions that were not recorded whole, or without a seal, there is no delta, and so no way on from before them. */
async function readDeltas(
  manager: EntityManager,
  { accountId, since, version }: { accountId: string; since: number; version: number },
): Promise<SealedDeltas | undefined> {
  if (since === version) return { deltas: [], links: [], seals: [] };
  if (since > version || version - since > MOST_VERSIONS) return undefined;
  const rows: { delta: AccountDelta; seal: StoredSeal & { hash: string } }[] = await manager.query(
    `select delta, seal from (
       select version, delta, seal, sum(octet_length(delta::text)) over () as bytes from changes
       where account_id = $1 and version > $2 and version <= $3 and delta is not null and seal is not null
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
