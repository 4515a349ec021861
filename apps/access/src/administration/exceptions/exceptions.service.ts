import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  addException,
  copyPermissions,
  removeException,
  RosterError,
  type AddException,
  type AppliedVersion,
  type CallContext,
  type CopyPermissionsChange,
  type CopyPermissionsRequest,
  type Exception,
  type ExceptionAdded,
  type ExceptionList,
  type ExceptionQuery,
  type PermissionsCopied,
  type RemoveException,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { StoredException } from '../../account/accounts/stored-account.js';
import { ChangesService } from '../changes/changes.service.js';
import { differencesBetween, requireSight } from '../changes/preview.service.js';
import { proposalOf, requireAskable } from '../changes/proposal.js';
import { memberOf } from '../../account/members/member-of.js';
import { actOf, has, ownsProject, requirePermission } from '../privileges/act.js';
import { requireAllowed } from '../privileges/privileges.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { isAllowOf } from './copied-permissions.js';
import { projectIdOf } from '../../account/projects/project.js';
import { exceptionOf } from './exception-changes.js';

/** The exceptions of single members: permissions given or denied in addition to their roles. */
@Injectable()
export class ExceptionsService {
  constructor(
    private readonly changes: ChangesService,
    private readonly snapshots: Snapshots,
  ) {}

  /** Shows the exceptions of a member. A project's owner who may not see all of them sees those of their project. */
  async list({ memberId, atLeast }: ExceptionQuery, call: CallContext): Promise<ExceptionList> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    const act = actOf(account, actor);
    const owned = account.stored.projects.filter(({ id }) => ownsProject(act, id)).map(({ id }) => id);
    const isOwn = memberId.toLowerCase() === actor.memberId;
    const seesAll = isOwn || has(act, 'permissions:view');
    if (!seesAll && owned.length === 0) requirePermission(act, 'permissions:view');
    const member = memberOf(account, memberId);
    const seen = member.exceptions.filter(({ projectId }) => seesAll || (projectId && owned.includes(projectId)));
    return { items: seen.map((exception) => exceptionRow(member.id, exception)), nextCursor: null };
  }

  add(input: AddException, call: CallContext): Promise<ExceptionAdded> {
    const change = { ...input, kind: 'exception.add' } as const;
    return this.changes.apply({ contract: addException, input, call }, change, ({ after, createdId }) => {
      const named = { memberId: input.memberId, exceptionId: createdId };
      const { member, exception } = exceptionOf(after, named);
      return { ...exceptionRow(member.id, exception), version: after.version };
    });
  }

  remove(input: RemoveException, call: CallContext): Promise<AppliedVersion> {
    const change = { ...input, kind: 'exception.remove' } as const;
    return this.changes.apply({ contract: removeException, input, call }, change, ({ after }) => ({
      version: after.version,
    }));
  }

  copy(input: CopyPermissionsRequest, call: CallContext): Promise<PermissionsCopied> {
    const { dryRun, ...copy } = input;
    const change = { ...copy, kind: 'permissions.copy' } as const;
    if (dryRun) return this.copyDry(change, call);
    return this.changes.apply({ contract: copyPermissions, input, call }, change, ({ before, after }) =>
      copied(change, before, after),
    );
  }

  /** Checks a copy without making it. It rejects exactly where the copy would. */
  private async copyDry(change: CopyPermissionsChange, call: CallContext): Promise<PermissionsCopied> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.current(accountId);
    if (!account) throw new RosterError(accountNotFound);
    const act = actOf(account, actor);
    requireAskable(act, change);
    const proposal = proposalOf(act, change, uuidv7());
    if (proposal) requireAllowed(proposal);
    const answer = await copied(change, account, proposal?.after ?? account, { now: act.now, deadline });
    requireSight(act, change, answer.differences);
    return answer;
  }
}

async function copied(
  { memberId, projectId }: CopyPermissionsChange,
  before: AccountSnapshot,
  after: AccountSnapshot,
  { now = Date.now(), deadline }: { now?: number; deadline?: number | undefined } = {},
): Promise<PermissionsCopied> {
  const level = projectIdOf(after, projectId);
  const member = memberOf(after, memberId);
  return {
    memberId: member.id,
    exceptions: member.exceptions
      .filter((exception) => isAllowOf(exception, level))
      .map((exception) => exceptionRow(member.id, exception)),
    differences: await differencesBetween(before, after, { now, deadline }),
    version: after.version,
  };
}

const exceptionRow = (memberId: string, exception: StoredException): Exception => ({
  id: exception.id,
  memberId,
  permission: exception.permission,
  effect: exception.effect,
  scope: exception.scope && [...exception.scope],
  projectId: exception.projectId,
  expiresAt: exception.expiresAt === null ? null : new Date(exception.expiresAt).toISOString(),
  reason: exception.reason,
  createdAt: new Date(exception.createdAt).toISOString(),
});
