import type { ApiKey, FieldError, ResolvedSession, RoleReference } from '@roster/contracts';
import { invalid, readNetwork } from '@roster/service-kit';
import { randomToken } from '../../core/tokens/token.js';
import type { ApiKeyEntity } from './api-key.entity.js';

/** The beginning of every key. It tells a key from a session, and lets scanners find keys in published code. */
const MARK = 'roster_';
const SHOWN = MARK.length + 6;
/** A time that never comes, for keys without an expiry. */
const FAR_AWAY = '9999-12-31T00:00:00.000Z';
const MINUTE = 60_000;

export interface NewSecret {
  readonly key: string;
  /** The key's first characters: enough to recognise it, and no help in guessing the rest. */
  readonly prefix: string;
}

/** 256 random bits after the mark. */
export function newSecret(): NewSecret {
  const key = MARK + randomToken();
  return { key, prefix: key.slice(0, SHOWN) };
}

/**
 * The networks in CIDR; a single address becomes a network of its own. Throws `request.invalid` with every entry that
 * is not a network.
 */
export function readNetworks(typed: readonly string[]): string[] {
  const read = typed.map(readNetwork);
  const errors = read.flatMap((each, at): FieldError[] =>
    'problem' in each ? [{ path: `networks[${at}]`, message: each.problem }] : [],
  );
  if (errors.length > 0) throw invalid(...errors);
  return read.flatMap((each) => ('network' in each ? [each.network] : []));
}

export const isUsable = ({ revokedAt, expiresAt }: Pick<ApiKeyEntity, 'revokedAt' | 'expiresAt'>, now: Date): boolean =>
  !revokedAt && (!expiresAt || expiresAt > now);

/** Whether the key's last use should be written again: once a minute, not at every request. */
export const isUseStale = ({ lastUsedAt }: Pick<ApiKeyEntity, 'lastUsedAt'>, now: Date): boolean =>
  !lastUsedAt || now.getTime() - lastUsedAt.getTime() >= MINUTE;

export const toApiKey = (row: ApiKeyEntity, roles: RoleReference[]): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  memberId: row.memberId,
  makerId: row.makerId,
  roles,
  permissions: row.permissions,
  networks: row.networks,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedAddress: row.lastUsedAddress,
});

export const asSession = (row: ApiKeyEntity): ResolvedSession => ({
  accountId: row.accountId,
  memberId: row.memberId,
  sessionId: row.id,
  kind: 'api-key',
  expiresAt: row.expiresAt?.toISOString() ?? FAR_AWAY,
  makerId: row.makerId,
  permissions: row.permissions,
  networks: row.networks,
});
