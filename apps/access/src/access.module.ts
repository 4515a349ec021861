import { Global, Module } from '@nestjs/common';
import { AccessSigner, RosterAuthorizer } from '@roster/client';
import { Authorizer } from '@roster/service-kit';
import { AssignmentsHandlers } from './assignments/assignments.handlers.js';
import { AuditHandlers } from './audit/audit.handlers.js';
import { AuditService } from './audit/audit.service.js';
import { PastStateService } from './audit/past-state.service.js';
import { VerificationService } from './audit/verification.service.js';
import { AuthzenHandlers } from './authzen/authzen.handlers.js';
import { AuthzenService } from './authzen/authzen.service.js';
import { Names } from './authzen/names.js';
import { ResourceSearch } from './authzen/search/resource-search.js';
import { SearchService } from './authzen/search/search.service.js';
import { SubjectSearch } from './authzen/search/subject-search.js';
import { CatalogueHandlers } from './catalogue/catalogue.handlers.js';
import { CatalogueService } from './catalogue/catalogue.service.js';
import { ChecksHandlers } from './checks/checks.handlers.js';
import { AccessConfig } from './config.js';
import { ChecksService } from './checks/checks.service.js';
import { Door } from './checks/door.js';
import { FiltersService } from './checks/filters.service.js';
import { ImmediateChecks } from './checks/immediate-checks.js';
import { ChangesHandlers } from './changes/changes.handlers.js';
import { ChangesService } from './changes/changes.service.js';
import { Plans } from './changes/plans.js';
import { PreviewService } from './changes/preview.service.js';
import { DecisionPoint } from './decisions/decision-point.js';
import { AccountSource } from './feed/account-source.js';
import { FeedHandlers } from './feed/feed.handlers.js';
import { Heartbeat } from './feed/heartbeat.js';
import { ExceptionsHandlers } from './exceptions/exceptions.handlers.js';
import { ExceptionsService } from './exceptions/exceptions.service.js';
import { HoldingsHandlers } from './holdings/holdings.handlers.js';
import { HoldingsService } from './holdings/holdings.service.js';
import { Announcements } from './ledger/announcements.js';
import { Ledger } from './ledger/ledger.js';
import { ManagersHandlers } from './managers/managers.handlers.js';
import { MemberProjection } from './projections/member-projection.js';
import { MembersHandlers } from './members/members.handlers.js';
import { MembersService } from './members/members.service.js';
import { OwnershipCandidates } from './ownership/candidates.js';
import { ProjectsHandlers } from './projects/projects.handlers.js';
import { ProjectsService } from './projects/projects.service.js';
import { Handovers } from './records/handovers.js';
import { RecordsHandlers } from './records/records.handlers.js';
import { RecordsService } from './records/records.service.js';
import { Register } from './records/register.js';
import { CustomRolesService } from './roles/custom-roles.service.js';
import { RolesHandlers } from './roles/roles.handlers.js';
import { RolesService } from './roles/roles.service.js';
import { Snapshots } from './snapshots/snapshots.js';
import { TeamsHandlers } from './teams/teams.handlers.js';
import { TeamsService } from './teams/teams.service.js';

/** Global, because the kit's own handlers stand behind this service's authorizer too. */
@Global()
@Module({
  controllers: [
    MembersHandlers,
    AssignmentsHandlers,
    ChangesHandlers,
    ExceptionsHandlers,
    HoldingsHandlers,
    ManagersHandlers,
    RolesHandlers,
    TeamsHandlers,
    ChecksHandlers,
    AuditHandlers,
    AuthzenHandlers,
    ProjectsHandlers,
    RecordsHandlers,
    CatalogueHandlers,
    FeedHandlers,
  ],
  providers: [
    {
      provide: AccessSigner,
      inject: [AccessConfig],
      useFactory: ({ ACCESS_SIGNING_KEY }: AccessConfig) => new AccessSigner(ACCESS_SIGNING_KEY),
    },
    {
      provide: Authorizer,
      useFactory: ({ evaluator }: DecisionPoint) => new RosterAuthorizer(evaluator),
      inject: [DecisionPoint],
    },
    AccountSource,
    Announcements,
    ProjectsService,
    AuditService,
    AuthzenService,
    Names,
    ResourceSearch,
    SearchService,
    SubjectSearch,
    CatalogueService,
    ChangesService,
    ChecksService,
    CustomRolesService,
    DecisionPoint,
    ImmediateChecks,
    Door,
    FiltersService,
    Heartbeat,
    ExceptionsService,
    HoldingsService,
    Ledger,
    MemberProjection,
    MembersService,
    PastStateService,
    Handovers,
    RecordsService,
    Register,
    OwnershipCandidates,
    Plans,
    PreviewService,
    RolesService,
    Snapshots,
    TeamsService,
    VerificationService,
  ],
  exports: [Authorizer],
})
export class AccessModule {}
