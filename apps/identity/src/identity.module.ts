import { Module } from '@nestjs/common';
import { Authorizer, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { AdmissionStore } from './acceptances/admission.store.js';
import { AcceptancesService } from './acceptances/acceptances.service.js';
import { AccessClient } from './access/access.client.js';
import { AccountsHandlers } from './accounts/accounts.handlers.js';
import { AccountsService } from './accounts/accounts.service.js';
import { SeatsClient } from './billing/seats.client.js';
import { ExpirySweep } from './expiry/expiry.sweep.js';
import { GuestStore } from './invites/guest.store.js';
import { InvitationStore } from './invitations/invitation.store.js';
import { InvitationsHandlers } from './invitations/invitations.handlers.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InvitesService } from './invites/invites.service.js';
import { MemberRolesEvents } from './member-roles/member-roles.events.js';
import { MembersHandlers } from './members/members.handlers.js';
import { MembersService } from './members/members.service.js';
import { OwnershipHandlers } from './ownership/ownership.handlers.js';
import { OwnershipService } from './ownership/ownership.service.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { RevocationsHandlers } from './revocations/revocations.handlers.js';
import { RevocationsResumer } from './revocations/revocations.resumer.js';
import { RevocationsService } from './revocations/revocations.service.js';
import { SessionStore } from './sessions/session.store.js';
import { SessionsHandlers } from './sessions/sessions.handlers.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInsService } from './sign-ins/sign-ins.service.js';
import { EmailVerificationsService } from './sign-ups/email-verifications.service.js';
import { OpeningStore } from './sign-ups/opening.store.js';
import { SignUpsHandlers } from './sign-ups/sign-ups.handlers.js';
import { SignUpsService } from './sign-ups/sign-ups.service.js';
import { TokensHandlers } from './tokens/tokens.handlers.js';
import { TokensService } from './tokens/tokens.service.js';
import { MeHandlers } from './users/me.handlers.js';
import { MeService } from './users/me.service.js';

/** People: accounts, users, members, invitations and sessions. */
@Module({
  controllers: [
    SignUpsHandlers,
    AccountsHandlers,
    SessionsHandlers,
    MeHandlers,
    MembersHandlers,
    InvitationsHandlers,
    RevocationsHandlers,
    OwnershipHandlers,
    TokensHandlers,
  ],
  providers: [
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
    AccessClient,
    SeatsClient,
    PasswordsService,
    TokensService,
    OpeningStore,
    SignUpsService,
    EmailVerificationsService,
    AccountsService,
    SessionStore,
    SessionsService,
    SignInsService,
    MeService,
    MembersService,
    MemberRolesEvents,
    InvitationStore,
    GuestStore,
    InvitationsService,
    InvitesService,
    AdmissionStore,
    AcceptancesService,
    RevocationsService,
    RevocationsResumer,
    OwnershipService,
    ExpirySweep,
  ],
  exports: [Authorizer],
})
export class IdentityModule {}
