import { Global, Module } from '@nestjs/common';
import { Authorizer } from '@roster/service-kit';
import { Assignments } from './assignments/assignments.js';
import { AssignmentsHandlers } from './assignments/assignments.handlers.js';
import { AssignmentsService } from './assignments/assignments.service.js';
import { AuthzenHandlers } from './authzen/authzen.handlers.js';
import { AuthzenService } from './authzen/authzen.service.js';
import { CatalogueHandlers } from './catalogue/catalogue.handlers.js';
import { CatalogueService } from './catalogue/catalogue.service.js';
import { AccessAuthorizer } from './checks/access-authorizer.js';
import { ChecksHandlers } from './checks/checks.handlers.js';
import { ChecksService } from './checks/checks.service.js';
import { DecisionPoint } from './decisions/decision-point.js';
import { MemberProjection } from './projections/member-projection.js';
import { MembersHandlers } from './members/members.handlers.js';
import { MembersService } from './members/members.service.js';
import { RolesHandlers } from './roles/roles.handlers.js';
import { RolesService } from './roles/roles.service.js';
import { Snapshots } from './snapshots/snapshots.js';

/** Global, because the kit's own handlers stand behind this service's authorizer too. */
@Global()
@Module({
  controllers: [
    MembersHandlers,
    AssignmentsHandlers,
    RolesHandlers,
    ChecksHandlers,
    AuthzenHandlers,
    CatalogueHandlers,
  ],
  providers: [
    { provide: Authorizer, useClass: AccessAuthorizer },
    Assignments,
    AssignmentsService,
    AuthzenService,
    CatalogueService,
    ChecksService,
    DecisionPoint,
    MemberProjection,
    MembersService,
    RolesService,
    Snapshots,
  ],
  exports: [Authorizer],
})
export class AccessModule {}
