import { Injectable } from '@nestjs/common';
import {
  accountNotFound,
  permissionDenied,
  RosterError,
  setMemberProjects,
  setProjectTeam,
  setProjectTeammate,
  type CallContext,
  type MemberProjects,
  type MemberProjectsQuery,
  type ProjectTeam,
  type ProjectTeammate,
  type ProjectTeamQuery,
  type ProjectTeamWrite,
  type SetMemberProjects,
  type SetProjectTeam,
  type SetProjectTeammate,
} from '@roster/contracts';
import { signedIn } from '@roster/service-kit';
import type { StoredMember, StoredProject } from '../../account/accounts/stored-account.js';
import { isServiceAccount, memberOf } from '../../account/members/member-of.js';
import { standingOf } from '../../account/members/member.js';
import { byName, pageByName } from '../../account/by-name.js';
import { placeOn, projectOf, sizeOf, worksOn } from '../../account/projects/project.js';
import { initialsOf } from '../../account/roles/role.js';
import type { AccountSnapshot } from '../../account/snapshots/account-snapshot.js';
import { Snapshots } from '../../account/snapshots/snapshots.js';
import { ChangesService, type Applied } from '../changes/changes.service.js';
import { actOf, has, requirePermission, requireStanding, type Act } from '../privileges/act.js';
import { projectRow } from './projects.service.js';
import { requireSeen, seesProjects } from './visibility.js';

/** Who may work on which project: one fact, written by project and by member (PJ-04 to PJ-08). */
@Injectable()
export class ProjectTeamsService {
  constructor(
    private readonly changes: ChangesService,
    private readonly snapshots: Snapshots,
  ) {}

  /** Everybody of the account to whoever may change the team; to others only who is on it. */
  async list({ projectId, q, onTeam, atLeast, ...page }: ProjectTeamQuery, call: CallContext): Promise<ProjectTeam> {
    const act = await this.act(call, atLeast);
    const { stored, version } = act.account;
    const project = projectOf(stored, projectId);
    requireSeen(act, project);
    const mayEdit = has(act, 'project-team:edit', project.id) || has(act, 'projects:assign');
    if (!mayEdit) requirePermission(act, 'project-team:view', project.id);
    const wanted = q?.trim().toLowerCase() ?? '';
    const rows = stored.members
      .filter((member) => !isServiceAccount(member))
      .map((member) => teammate(member, project, act.now))
      .filter((row) => row.onTeam || (mayEdit && onTeam !== true && row.status !== 'revoked'))
      .filter((row) => onTeam === undefined || row.onTeam === onTeam)
      .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted));
    const named = rows.map((row) => ({ id: row.memberId, name: row.name || row.email, row }));
    const { shown, nextCursor } = pageByName(named, page);
    return { items: shown.map(({ row }) => row), nextCursor, count: rows.length, version };
  }

  set(input: SetProjectTeam, call: CallContext): Promise<ProjectTeamWrite> {
    const change = { ...input, kind: 'project.set-team' } as const;
    return this.changes.apply({ contract: setProjectTeam, input, call }, change, (applied) =>
      written(applied, input.projectId),
    );
  }

  setTeammate(input: SetProjectTeammate, call: CallContext): Promise<ProjectTeamWrite> {
    const change = { ...input, kind: 'project.set-teammate' } as const;
    return this.changes.apply({ contract: setProjectTeammate, input, call }, change, (applied) =>
      written(applied, input.projectId),
    );
  }

  async ofMember({ memberId, atLeast }: MemberProjectsQuery, call: CallContext): Promise<MemberProjects> {
    const act = await this.act(call, atLeast);
    const isOwn = memberId.toLowerCase() === act.actorId;
    const seesAll = seesProjects(act);
    if (!isOwn && !seesAll)
      throw new RosterError(permissionDenied, undefined, { details: { permission: 'projects:view' } });
    const member = memberOf(act.account, memberId);
    const answer = memberProjects(act.account, member, act.now);
    return seesAll ? answer : { ...answer, items: answer.items.filter((project) => project.onTeam) };
  }

  setOfMember(input: SetMemberProjects, call: CallContext): Promise<MemberProjects> {
    const change = { ...input, kind: 'member.set-projects' } as const;
    return this.changes.apply({ contract: setMemberProjects, input, call }, change, ({ after }) =>
      memberProjects(after, memberOf(after, input.memberId), Date.now()),
    );
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

function teammate(member: StoredMember, project: StoredProject, now: number): ProjectTeammate {
  const { id, firstName, lastName, email } = member;
  const place = placeOn(project, id, now);
  return {
    memberId: id,
    name: `${firstName} ${lastName}`.trim(),
    initials: initialsOf(firstName, lastName),
    email,
    status: standingOf(member) as ProjectTeammate['status'],
    isOwner: project.ownerMemberId === id,
    onTeam: worksOn(project, id, now),
    expiresAt: place?.expiresAt ? new Date(place.expiresAt).toISOString() : null,
  };
}

const memberProjects = ({ stored, version }: AccountSnapshot, { id }: StoredMember, now: number): MemberProjects => ({
  memberId: id,
  items: byName(stored.projects).map((project) => {
    const place = placeOn(project, id, now);
    const expiresAt = place?.expiresAt ? new Date(place.expiresAt).toISOString() : null;
    return { ...projectRow(project, { actorId: id, now }), expiresAt };
  }),
  version,
});

function written({ after: { stored, version } }: Applied, projectId: string): ProjectTeamWrite {
  const project = projectOf(stored, projectId);
  return { projectId: project.id, memberCount: sizeOf(project, Date.now()), version };
}
