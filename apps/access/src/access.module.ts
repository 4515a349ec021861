import { Global, Module } from '@nestjs/common';
import { AccessSigner, RosterAuthorizer } from '@roster/client';
import { Authorizer } from '@roster/service-kit';
import { AssignmentsHandlers } from './administration/assignments/assignments.handlers.js';
import { AuditHandlers } from './ledger/audit/audit.handlers.js';
import { AuditService } from './ledger/audit/audit.service.js';
import { PastStateService } from './ledger/audit/past-state.service.js';
import { VerificationService } from './ledger/audit/verification.service.js';
import { AuthzenHandlers } from './decisions/authzen/authzen.handlers.js';
import { AuthzenService } from './decisions/authzen/authzen.service.js';
import { Names } from './decisions/authzen/names.js';
import { ResourceSearch } from './decisions/authzen/search/resource-search.js';
import { SearchService } from './decisions/authzen/search/search.service.js';
import { SubjectSearch } from './decisions/authzen/search/subject-search.js';
import { CatalogueHandlers } from './decisions/catalogue/catalogue.handlers.js';
import { CatalogueService } from './decisions/catalogue/catalogue.service.js';
import { ChecksHandlers } from './decisions/checks/checks.handlers.js';
import { AccessConfig } from './account/config.js';
import { ChecksService } from './decisions/checks/checks.service.js';
import { QuestionResolver } from './decisions/checks/question-resolver.js';
import { FiltersService } from './decisions/checks/filters.service.js';
import { ImmediateChecks } from './decisions/checks/immediate-checks.js';
import { ChangesHandlers } from './administration/changes/changes.handlers.js';
import { ChangesService } from './administration/changes/changes.service.js';
import { Plans } from './administration/changes/plans.js';
import { PreviewService } from './administration/changes/preview.service.js';
import { DecisionPoint } from './ledger/feed/decision-point.js';
import { AccountSource } from './ledger/feed/account-source.js';
import { FeedHandlers } from './ledger/feed/feed.handlers.js';
import { Heartbeat } from './ledger/feed/heartbeat.js';
import { ExceptionsHandlers } from './administration/exceptions/exceptions.handlers.js';
import { ExceptionsService } from './administration/exceptions/exceptions.service.js';
import { HoldingsHandlers } from './decisions/holdings/holdings.handlers.js';
import { HoldingsService } from './decisions/holdings/holdings.service.js';
import { Announcements } from './ledger/ledger/announcements.js';
import { Ledger } from './ledger/ledger/ledger.js';
import { ManagersHandlers } from './administration/managers/managers.handlers.js';
import { MemberProjection } from './administration/projections/member-projection.js';
import { MembersHandlers } from './administration/members/members.handlers.js';
import { MembersService } from './administration/members/members.service.js';
import { OwnershipCandidates } from './administration/ownership/candidates.js';
import { ProjectsHandlers } from './administration/projects/projects.handlers.js';
import { ProjectsService } from './administration/projects/projects.service.js';
import { Handovers } from './administration/records/handovers.js';
import { RecordsHandlers } from './decisions/records/records.handlers.js';
import { RecordsService } from './decisions/records/records.service.js';
import { Register } from './decisions/records/register.js';
import { CustomRolesService } from './administration/roles/custom-roles.service.js';
import { RolesHandlers } from './administration/roles/roles.handlers.js';
import { RolesService } from './administration/roles/roles.service.js';
import { Snapshots } from './account/snapshots/snapshots.js';
import { TeamsHandlers } from './administration/teams/teams.handlers.js';
import { TeamsService } from './administration/teams/teams.service.js';

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
    QuestionResolver,
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
