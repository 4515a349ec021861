import { Injectable } from '@nestjs/common';
import { projectNotFound, RosterError, type CallContext, type Nothing, type ProjectId } from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import { Snapshots } from '../../account/snapshots/snapshots.js';

@Injectable()
export class ProjectsService {
  constructor(private readonly snapshots: Snapshots) {}

  /** Rejects with `project.not-found` where the actor does not take part in the project. */
  async checkOwn({ projectId }: ProjectId, call: CallContext): Promise<Nothing> {
    const { accountId, actor } = signedIn(call);
    const account = await this.snapshots.current(accountId);
    const project = account?.stored.projects.find(({ id }) => id === projectId.toLowerCase());
    const owners = [project?.ownerMemberId, account?.stored.ownerMemberId];
    const isOnTeam = project?.team.some(({ memberId }) => memberId === actor.memberId);
    if (!project || !(isOnTeam || owners.includes(actor.memberId))) throw new RosterError(projectNotFound);
    return {};
  }
}
