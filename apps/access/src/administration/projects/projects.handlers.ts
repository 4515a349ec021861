import { Controller } from '@nestjs/common';
import {
  checkOwnProject,
  copyProjectPermissions,
  CopyProjectPermissions,
  createProject,
  CreateProject,
  deleteProject,
  DeleteProject,
  editProject,
  EditProject,
  getMemberProjects,
  getProject,
  getProjectPermissions,
  listProjects,
  listProjectTeam,
  MemberProjectsQuery,
  ProjectId,
  ProjectPermissionsQuery,
  ProjectQuery,
  ProjectsQuery,
  ProjectTeamQuery,
  setMemberProjects,
  SetMemberProjects,
  setProjectPermissions,
  SetProjectPermissions,
  setProjectTeam,
  SetProjectTeam,
  setProjectTeammate,
  SetProjectTeammate,
  transferProject,
  TransferProject,
  type CallContext,
} from '@roster/contracts';
import { Call, Handle, Input } from '@roster/service-kit';
import { ProjectPermissionsService } from './project-permissions.service.js';
import { ProjectTeamsService } from './project-teams.service.js';
import { ProjectsService } from './projects.service.js';

@Controller()
export class ProjectsHandlers {
  constructor(
    private readonly projects: ProjectsService,
    private readonly teams: ProjectTeamsService,
    private readonly permissions: ProjectPermissionsService,
  ) {}

  @Handle(checkOwnProject)
  checkOwn(@Input() input: ProjectId, @Call() call: CallContext) {
    return this.projects.checkOwn(input, call);
  }

  @Handle(listProjects)
  list(@Input() input: ProjectsQuery, @Call() call: CallContext) {
    return this.projects.list(input, call);
  }

  @Handle(getProject)
  get(@Input() input: ProjectQuery, @Call() call: CallContext) {
    return this.projects.get(input, call);
  }

  @Handle(createProject)
  create(@Input() input: CreateProject, @Call() call: CallContext) {
    return this.projects.create(input, call);
  }

  @Handle(editProject)
  rename(@Input() input: EditProject, @Call() call: CallContext) {
    return this.projects.rename(input, call);
  }

  @Handle(deleteProject)
  delete(@Input() input: DeleteProject, @Call() call: CallContext) {
    return this.projects.delete(input, call);
  }

  @Handle(transferProject)
  transfer(@Input() input: TransferProject, @Call() call: CallContext) {
    return this.projects.transfer(input, call);
  }

  @Handle(listProjectTeam)
  listTeam(@Input() input: ProjectTeamQuery, @Call() call: CallContext) {
    return this.teams.list(input, call);
  }

  @Handle(setProjectTeam)
  setTeam(@Input() input: SetProjectTeam, @Call() call: CallContext) {
    return this.teams.set(input, call);
  }

  @Handle(setProjectTeammate)
  setTeammate(@Input() input: SetProjectTeammate, @Call() call: CallContext) {
    return this.teams.setTeammate(input, call);
  }

  @Handle(getMemberProjects)
  ofMember(@Input() input: MemberProjectsQuery, @Call() call: CallContext) {
    return this.teams.ofMember(input, call);
  }

  @Handle(setMemberProjects)
  setOfMember(@Input() input: SetMemberProjects, @Call() call: CallContext) {
    return this.teams.setOfMember(input, call);
  }

  @Handle(getProjectPermissions)
  getPermissions(@Input() input: ProjectPermissionsQuery, @Call() call: CallContext) {
    return this.permissions.get(input, call);
  }

  @Handle(setProjectPermissions)
  setPermissions(@Input() input: SetProjectPermissions, @Call() call: CallContext) {
    return this.permissions.set(input, call);
  }

  @Handle(copyProjectPermissions)
  copyPermissions(@Input() input: CopyProjectPermissions, @Call() call: CallContext) {
    return this.permissions.copy(input, call);
  }
}
