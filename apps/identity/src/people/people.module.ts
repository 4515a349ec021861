import { Module } from '@nestjs/common';
import { AccountsHandlers } from './accounts/accounts.handlers.js';
import { AccountsService } from './accounts/accounts.service.js';
import { ActivitiesHandlers } from './activity/activities.handlers.js';
import { ActivitiesService } from './activity/activities.service.js';
import { BillingContactHandlers } from './accounts/billing-contact.handlers.js';
import { Ceiling } from './ceiling.js';
import { MemberRolesEvents } from './member-labels/member-roles.events.js';
import { MemberTeamsEvents } from './member-labels/member-teams.events.js';
import { MemberListHandlers } from './member-list/member-list.handlers.js';
import { MemberListService } from './member-list/member-list.service.js';
import { Mails } from './mails/mails.js';
import { MemberProfilesHandlers } from './member-profiles/member-profiles.handlers.js';
import { MemberProfilesService } from './member-profiles/member-profiles.service.js';
import { MemberErasure } from './members/member-erasure.js';
import { BillingMailsHandlers } from './mails/billing-mails.handlers.js';
import { SuspensionsHandlers } from './suspensions/suspensions.handlers.js';
import { SuspensionsService } from './suspensions/suspensions.service.js';
import { MeHandlers } from './users/me.handlers.js';
import { MeService } from './users/me.service.js';
import { RoleGiversHandlers } from './role-givers/role-givers.handlers.js';
import { RoleGiversService } from './role-givers/role-givers.service.js';
import { NeighboursModule } from '../neighbours/neighbours.module.js';

/** Accounts, their members, the users behind them, and what each of them did. */
@Module({
  imports: [NeighboursModule],
  controllers: [
    AccountsHandlers,
    MeHandlers,
    MemberListHandlers,
    MemberProfilesHandlers,
    ActivitiesHandlers,
    RoleGiversHandlers,
    BillingMailsHandlers,
    BillingContactHandlers,
    SuspensionsHandlers,
  ],
  providers: [
    Ceiling,
    AccountsService,
    MeService,
    ActivitiesService,
    MemberListService,
    MemberProfilesService,
    MemberRolesEvents,
    MemberTeamsEvents,
    MemberErasure,
    Mails,
    RoleGiversService,
    SuspensionsService,
  ],
  exports: [
    NeighboursModule,
    Ceiling,
    AccountsService,
    MeService,
    ActivitiesService,
    MemberListService,
    MemberProfilesService,
    MemberRolesEvents,
    MemberTeamsEvents,
    MemberErasure,
    Mails,
  ],
})
export class PeopleModule {}
