import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  createProject,
  deleteProject,
  editProject,
  projectHasRecords,
  projectNotFound,
  RosterError,
  transferProject,
  type AppliedVersion,
  type CallContext,
  type CreateProject,
  type DeleteProject,
  type EditProject,
  type Nothing,
  type Project,
  type ProjectDetail,
  type ProjectId,
  type ProjectList,
  type ProjectQuery,
  type ProjectsQuery,
  type TransferProject,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import type { StoredProject } from '../../account/accounts/stored-account.js';
import { projectOf, requireProjects, sizeOf, worksOn } from '../../account/projects/project.js';
import { pageByName } from '../../account/by-name.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { ChangesService, type Applied } from '../changes/changes.service.js';
import { actOf, requireStanding, type Act } from '../privileges/act.js';
import { seesProject, requireSeen } from './visibility.js';

/** Projects: parts of an account with an owner and a team of their own (PJ-01, PJ-11). */
@Injectable()
export class ProjectsService {
  constructor(
    private readonly changes: ChangesService,
    private readonly snapshots: Snapshots,
  ) {}

  /** Rejects with `project.not-found` where the actor does not take part in the project. */
  async checkOwn({ projectId }: ProjectId, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedIn(call);
    const account = await this.snapshots.current(accountId);
    const project = account?.stored.projects.find(({ id }) => id === projectId.toLowerCase());
    const isOwner = account?.stored.ownerMemberId === actor.memberId;
    if (!project || !(isOwner || worksOn(project, actor.memberId, Date.now()))) throw new RosterError(projectNotFound);
    return {};
  }

  /** Those that the caller may know of. */
  async list({ atLeast, q, ...page }: ProjectsQuery, call: CallContext): Promise<ProjectList> {
    const act = await this.act(call, atLeast);
    requireProjects(act.account);
    const wanted = q?.trim().toLowerCase() ?? '';
    const seen = act.account.stored.projects.filter(
      (project) => project.name.toLowerCase().includes(wanted) && seesProject(act, project),
    );
    const { shown, nextCursor } = pageByName(seen, page);
    return { items: shown.map((project) => projectRow(project, act)), nextCursor };
  }

  async get({ projectId, atLeast }: ProjectQuery, call: CallContext): Promise<ProjectDetail> {
    const act = await this.act(call, atLeast);
    const project = projectOf(act.account.stored, projectId);
    requireSeen(act, project);
    return { ...projectRow(project, act), version: act.account.version };
  }

  create(input: CreateProject, call: CallContext): Promise<ProjectDetail> {
    const change = { ...input, kind: 'project.create' } as const;
    return this.changes.apply({ contract: createProject, input, call }, change, (applied) =>
      written(applied, applied.createdId, call),
    );
  }

  rename(input: EditProject, call: CallContext): Promise<ProjectDetail> {
    const change = { ...input, kind: 'project.edit' } as const;
    return this.changes.apply({ contract: editProject, input, call }, change, (applied) =>
      written(applied, input.projectId, call),
    );
  }

  transfer(input: TransferProject, call: CallContext): Promise<ProjectDetail> {
    const change = { ...input, kind: 'project.transfer' } as const;
    return this.changes.apply({ contract: transferProject, input, call }, change, (applied) =>
      written(applied, input.projectId, call),
    );
  }

  /** Its records move in the same transaction. */
  delete(input: DeleteProject, call: CallContext): Promise<AppliedVersion> {
    const change = { ...input, kind: 'project.delete' } as const;
    return this.changes.apply({ contract: deleteProject, input, call }, change, async (applied) => {
      await moveRecords(applied, input, call);
      return { version: applied.after.version };
    });
  }

  private async act(call: CallContext, atLeast: number | undefined): Promise<Act> {
    const { accountId, actor, deadline } = signedIn(call);
    const account = await this.snapshots.atLeast(accountId, atLeast, deadline);
    if (!account) throw new RosterError(accountNotFound);
    const act = actOf(account, actor);
    requireStanding(act, 'projects:view');
    return act;
  }
}

/** A project as somebody sees it. */
export const projectRow = (project: StoredProject, { actorId, now }: Pick<Act, 'actorId' | 'now'>): Project => ({
  id: project.id,
  name: project.name,
  ownerId: project.ownerMemberId,
  isOwner: project.ownerMemberId === actorId,
  onTeam: worksOn(project, actorId, now),
  memberCount: sizeOf(project, now),
});

function written({ after }: Applied, projectId: string, call: CallContext): ProjectDetail {
  const act = actOf(after, signedIn(call).actor);
  return { ...projectRow(projectOf(after.stored, projectId), act), version: after.version };
}

/**
 * Rejects with `project.has-records` where records belong to the project and nothing says where they go, with
 * `project.not-found` where they would go to a project that the actor does not take part in.
 */
async function moveRecords(
  { manager, before, after }: Applied,
  { projectId, moveRecordsTo }: DeleteProject,
  call: CallContext,
): Promise<void> {
  const [accountId, from] = [after.stored.id, projectId.toLowerCase()];
  if (moveRecordsTo) {
    const act = actOf(before, signedIn(call).actor);
    const target = projectOf(after.stored, moveRecordsTo);
    const isOwner = after.stored.ownerMemberId === act.actorId;
    if (!isOwner && !worksOn(target, act.actorId, act.now)) throw new RosterError(projectNotFound);
  }
  const [{ records } = { records: 0 }]: { records: number }[] = await manager.query(
    `select count(*)::int as records from records where account_id = $1 and project_id = $2 and deleted_at is null`,
    [accountId, from],
  );
  if (records > 0 && moveRecordsTo === undefined)
    throw new RosterError(projectHasRecords, undefined, { details: { records } });
  await manager.query(
    `update records set project_id = $3, updated_at = clock_timestamp() where account_id = $1 and project_id = $2`,
    [accountId, from, moveRecordsTo?.toLowerCase() ?? null],
  );
}
