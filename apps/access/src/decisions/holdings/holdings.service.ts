import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  RosterError,
  type CallContext,
  type EffectivePermission,
  type MemberPermissions,
  type MemberPermissionsQuery,
  type PermissionSource,
} from '@roster/contracts';
import type { Explanation, Source } from '@roster/permissions';
import { signedIn } from '@roster/service-kit';
import { projectIdOf } from '../../account/projects/project.js';
import { memberOf } from '../../account/members/member-of.js';
import { actOf, has, requirePermissionIn } from '../../administration/privileges/act.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';

/** Shows what a member may do, with the sources. */
@Injectable()
export class HoldingsService {
  constructor(private readonly snapshots: Snapshots) {}

  /** Shows what a member may do. A project's owner who may not see all of it sees what concerns their project. */
  async permissions(query: MemberPermissionsQuery, call: CallContext): Promise<MemberPermissions> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, query.atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    const now = Date.now();
    const act = actOf(account, actor, now);
    const isOwn = query.memberId.toLowerCase() === actor.memberId;
    const seesAll = isOwn || has(act, 'permissions:view');
    if (!seesAll) requirePermissionIn(act, 'permissions:view', query.projectId?.toLowerCase());
    const { id: memberId } = memberOf(account, query.memberId);
    const projectId = projectIdOf(account, query.projectId) ?? undefined;
    const permissions = held(account, { memberId, projectId, now });
    const isSeen = ({ permission }: EffectivePermission) =>
      seesAll || account.catalogue.find(permission)?.level === 'project';
    return { memberId, version: account.version, permissions: permissions.filter(isSeen) };
  }
}

function held(
  { compiled, catalogue, roles }: AccountSnapshot,
  { memberId, projectId, now }: { memberId: string; projectId: string | undefined; now: number },
): EffectivePermission[] {
  const named = new Map(roles.map(({ id, name }) => [id, name]));
  const place = projectId === undefined ? {} : { projectId };
  return catalogue.permissions.flatMap(({ key }) => {
    const explained = compiled.explain({ memberId, permission: key, ...place }, now);
    if (!explained.allowed) return [];
    const { scope, until } = explained;
    return [
      {
        permission: key,
        scope: [...scope],
        ...(until !== undefined && { until: new Date(until).toISOString() }),
        sources: sourcesOf(explained).map((source) => sourceOf(source, named)),
      },
    ];
  });
}

type Origin = Source | { readonly kind: 'accountOwner' | 'projectOwner'; readonly scope: readonly string[] };

function sourcesOf({ reason, scope, trace }: Explanation): readonly Origin[] {
  if (reason === 'account_owner') return [{ kind: 'accountOwner', scope }];
  if (reason === 'project_owner') return [{ kind: 'projectOwner', scope }];
  return trace.find(({ step }) => step === 7)?.sources ?? [];
}

function sourceOf(source: Origin, named: ReadonlyMap<string, string>): PermissionSource {
  const { kind } = source;
  const scope = [...source.scope];
  if (source.kind === 'role') return { kind, scope, roleId: source.roleId, name: named.get(source.roleId) ?? '' };
  if (source.kind !== 'exception') return { kind, scope };
  const { permission, projectId, expiresAt } = source;
  return {
    kind,
    scope,
    permission,
    ...(projectId !== undefined && { projectId }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
  };
}
