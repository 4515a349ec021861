import { Module } from '@nestjs/common';
import { AssignmentsHandlers } from './assignments/assignments.handlers.js';
import { ChangesHandlers } from './changes/changes.handlers.js';
import { ChangesService } from './changes/changes.service.js';
import { Plans } from './changes/plans.js';
import { PreviewService } from './changes/preview.service.js';
import { ExceptionsHandlers } from './exceptions/exceptions.handlers.js';
import { ExceptionsService } from './exceptions/exceptions.service.js';
import { ManagersHandlers } from './managers/managers.handlers.js';
import { MembersHandlers } from './members/members.handlers.js';
import { MembersService } from './members/members.service.js';
import { OwnershipCandidates } from './ownership/candidates.js';
import { RolePromises } from './promises/role-promises.js';
import { MemberProjection } from './projections/member-projection.js';
import { ProjectsHandlers } from './projects/projects.handlers.js';
import { ProjectPermissionsService } from './projects/project-permissions.service.js';
import { ProjectTeamsService } from './projects/project-teams.service.js';
import { ProjectsService } from './projects/projects.service.js';
import { Handovers } from './records/handovers.js';
import { CustomRolesService } from './roles/custom-roles.service.js';
import { RolesHandlers } from './roles/roles.handlers.js';
import { PromisesService } from './roles/promises.service.js';
import { RolesService } from './roles/roles.service.js';
import { SuspensionsHandlers } from './suspensions/suspensions.handlers.js';
import { SuspensionsService } from './suspensions/suspensions.service.js';
import { TeamsHandlers } from './teams/teams.handlers.js';
import { TeamsService } from './teams/teams.service.js';
import { LedgerModule } from '../ledger/ledger.module.js';

/** What administrators change: roles, teams, managers, exceptions, projects; and the rules that no change breaks. */
@Module({
  imports: [LedgerModule],
  controllers: [
    MembersHandlers,
    AssignmentsHandlers,
    ChangesHandlers,
    ExceptionsHandlers,
    ManagersHandlers,
    RolesHandlers,
    TeamsHandlers,
    ProjectsHandlers,
    SuspensionsHandlers,
  ],
  providers: [
    ProjectPermissionsService,
    ProjectTeamsService,
    ProjectsService,
    ChangesService,
    CustomRolesService,
    ExceptionsService,
    MemberProjection,
    MembersService,
    Handovers,
    OwnershipCandidates,
    Plans,
    PreviewService,
    PromisesService,
    RolePromises,
    RolesService,
    SuspensionsService,
    TeamsService,
  ],
  exports: [
    LedgerModule,
    ProjectPermissionsService,
    ProjectTeamsService,
    ProjectsService,
    ChangesService,
    CustomRolesService,
    ExceptionsService,
    MemberProjection,
    MembersService,
    Handovers,
    OwnershipCandidates,
    Plans,
    PreviewService,
    PromisesService,
    RolePromises,
    RolesService,
    TeamsService,
  ],
})
export class AdministrationModule {}
