import type { RoleReference, TeamReference } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { MemberRolesEntity } from './member-roles.entity.js';
import { MemberTeamsEntity } from './member-teams.entity.js';
import { MemberLabelEntity } from './member-label.entity.js';

/** What access says of a member's roles or teams, as of one version of the account. */
interface Reported {
  readonly accountId: string;
  readonly memberId: string;
  readonly version: number;
  readonly labels: readonly (RoleReference | TeamReference)[];
}

/** Where the copy of each kind is kept: the table, and the values of its columns. */
const COPIES = {
  role: {
    table: 'member_roles',
    values: (labels: Reported['labels']) => ({ role_ids: labels.map(({ id }) => id), roles: JSON.stringify(labels) }),
  },
  team: {
    table: 'member_teams',
    values: (labels: Reported['labels']) => ({ teams: JSON.stringify(labels) }),
  },
} as const;

/**
 * Copies what access says of a member, and resolves with whether it is news. Events may come in any order: only a higher
 * version counts. The row of the copy stays locked, so that parallel events do not mix.
 */
export async function copyLabels(
  manager: EntityManager,
  kind: MemberLabelEntity['kind'],
  { accountId, memberId, version, labels }: Reported,
): Promise<boolean> {
  const { table, values } = COPIES[kind];
  const row = { account_id: accountId, member_id: memberId, ...values(labels), version };
  const columns = Object.keys(row);
  const newer: unknown[] = await manager.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})
     on conflict (account_id, member_id) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}
       where ${table}.version < excluded.version
     returning version`,
    Object.values(row),
  );
  if (newer.length === 0) return false;
  await manager.delete(MemberLabelEntity, { accountId, memberId, kind });
  const labelIds = new Set(labels.map(({ id }) => id));
  const rows = [...labelIds].map((labelId) => ({ accountId, memberId, kind, labelId }));
  if (rows.length > 0) await manager.insert(MemberLabelEntity, rows);
  return true;
}

interface Promised {
  readonly accountId: string;
  readonly memberIds: readonly string[];
  readonly roles: RoleReference[];
  readonly teams?: TeamReference[];
}

/** Gives new members the labels that they were promised, until access reports their real ones. */
export async function showPromised(
  manager: EntityManager,
  { accountId, memberIds, roles, teams = [] }: Promised,
): Promise<void> {
  const roleIds = roles.map(({ id }) => id);
  const each = <T extends object>(row: T) => memberIds.map((memberId) => ({ accountId, memberId, version: 0, ...row }));
  await manager.insert(MemberRolesEntity, each({ roleIds, roles }));
  if (teams.length > 0) await manager.insert(MemberTeamsEntity, each({ teams }));
  const labels = [
    ...roleIds.map((labelId) => ({ labelId, kind: 'role' as const })),
    ...teams.map(({ id }) => ({ labelId: id, kind: 'team' as const })),
  ];
  const rows = memberIds.flatMap((memberId) => labels.map((label) => ({ accountId, memberId, ...label })));
  if (rows.length > 0) await manager.insert(MemberLabelEntity, rows);
}
