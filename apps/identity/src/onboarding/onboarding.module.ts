import { Module } from '@nestjs/common';
import { AcceptancesService } from './acceptances/acceptances.service.js';
import { AdmissionStore } from './acceptances/admission.store.js';
import { AgentAccessHandlers } from './agent-access/agent-access.handlers.js';
import { AgentAccessService } from './agent-access/agent-access.service.js';
import { InvitationList } from './invitations/invitation-list.js';
import { InvitationStore } from './invitations/invitation.store.js';
import { InvitationsHandlers } from './invitations/invitations.handlers.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InviteeStore } from './invitations/invitee.store.js';
import { InvitesService } from './invitations/invites.service.js';
import { MailedTokensHandlers } from './mailed-tokens/mailed-tokens.handlers.js';
import { MailedTokensService } from './mailed-tokens/mailed-tokens.service.js';
import { MemberCreationHandlers } from './member-creation/member-creation.handlers.js';
import { MemberCreationService } from './member-creation/member-creation.service.js';
import { MemberCreationStore } from './member-creation/member-creation.store.js';
import { EmailVerificationsService } from './sign-ups/email-verifications.service.js';
import { SignUpStore } from './sign-ups/sign-up.store.js';
import { SignUpsHandlers } from './sign-ups/sign-ups.handlers.js';
import { SignUpsService } from './sign-ups/sign-ups.service.js';
import { SignInModule } from '../sign-in/sign-in.module.js';

/** How people become members: sign-up, invitation, an administrator's form, and agent access. */
@Module({
  imports: [SignInModule],
  controllers: [
    SignUpsHandlers,
    AgentAccessHandlers,
    InvitationsHandlers,
    MemberCreationHandlers,
    MailedTokensHandlers,
  ],
  providers: [
    SignUpStore,
    SignUpsService,
    EmailVerificationsService,
    AgentAccessService,
    InvitationList,
    InvitationStore,
    InviteeStore,
    InvitationsService,
    InvitesService,
    AdmissionStore,
    AcceptancesService,
    MemberCreationStore,
    MemberCreationService,
    MailedTokensService,
  ],
  exports: [
    SignInModule,
    SignUpStore,
    SignUpsService,
    EmailVerificationsService,
    AgentAccessService,
    InvitationList,
    InvitationStore,
    InviteeStore,
    InvitationsService,
    InvitesService,
    AdmissionStore,
    AcceptancesService,
    MemberCreationStore,
    MemberCreationService,
    MailedTokensService,
  ],
})
export class OnboardingModule {}
