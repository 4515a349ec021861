import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  RosterError,
  setProjectPermissions,
  type CallContext,
  type CopyProjectPermissions,
  type PermissionsCopied,
  type ProjectPermissions,
  type ProjectPermissionsQuery,
  type SetProjectPermissions,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import { personOf } from '../../account/members/member-of.js';
import { projectOf, worksOn } from '../../account/projects/project.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { ChangesService } from '../changes/changes.service.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { actOf, has, requirePermission } from '../privileges/act.js';
import { projectPermissions } from './permission-changes.js';
import { requireSeen } from './visibility.js';

/** What people may do in one project (PJ-09, PJ-10, PJ-12). */
@Injectable()
export class ProjectPermissionsService {
  constructor(
    private readonly changes: ChangesService,
    private readonly exceptions: ExceptionsService,
    private readonly snapshots: Snapshots,
  ) {}

  async get({ projectId, memberId, atLeast }: ProjectPermissionsQuery, call: CallContext): Promise<ProjectPermissions> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    const act = actOf(account, actor);
    const project = projectOf(account.stored, projectId);
    requireSeen(act, project);
    const isOwn = memberId.toLowerCase() === actor.memberId;
    if (!isOwn && !has(act, 'permissions:view')) requirePermission(act, 'project-permissions:view', project.id);
    return shown(account, { projectId, memberId }, act.now);
  }

  set(input: SetProjectPermissions, call: CallContext): Promise<ProjectPermissions> {
    const change = { ...input, kind: 'project.set-permissions' } as const;
    return this.changes.apply({ contract: setProjectPermissions, input, call }, change, ({ after }) =>
      shown(after, input, Date.now()),
    );
  }

  copy(input: CopyProjectPermissions, call: CallContext): Promise<PermissionsCopied> {
    return this.exceptions.copy(input, call);
  }
}

function shown(
  account: AccountSnapshot,
  { projectId, memberId }: Pick<ProjectPermissionsQuery, 'projectId' | 'memberId'>,
  now: number,
): ProjectPermissions {
  const project = projectOf(account.stored, projectId);
  const member = personOf(account, memberId);
  return {
    projectId: project.id,
    memberId: member.id,
    onTeam: worksOn(project, member.id, now),
    isOwner: [project.ownerMemberId, account.stored.ownerMemberId].includes(member.id),
    permissions: projectPermissions(account, { member, projectId: project.id, now }),
    version: account.version,
  };
}
