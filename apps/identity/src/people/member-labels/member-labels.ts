import type { RoleReference, TeamReference } from '@roster/contracts';
import type { EntityManager } from 'typeorm';
import { MemberRolesEntity } from './member-roles.entity.js';
import { MemberTeamsEntity } from './member-teams.entity.js';
import { MemberLabelEntity } from './member-label.entity.js';

interface MemberLabels {
  readonly accountId: string;
  readonly memberId: string;
  readonly kind: MemberLabelEntity['kind'];
  readonly labelIds: readonly string[];
}

/**
 * Replaces the member's labels of this kind. The caller holds the row of the copy, so that parallel events do not mix.
 */
export async function relabel(
  manager: EntityManager,
  { accountId, memberId, kind, labelIds }: MemberLabels,
): Promise<void> {
  await manager.delete(MemberLabelEntity, { accountId, memberId, kind });
  const rows = [...new Set(labelIds)].map((labelId) => ({ accountId, memberId, kind, labelId }));
  if (rows.length > 0) await manager.insert(MemberLabelEntity, rows);
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
