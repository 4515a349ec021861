import { AddressProofStore } from './address-proofs/address-proof.store.js';
import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Authorizer, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { AdmissionStore } from './acceptances/admission.store.js';
import { AcceptancesService } from './acceptances/acceptances.service.js';
import { AccessClient } from './access/access.client.js';
import { Ceiling } from './access/ceiling.js';
import { AgentAccessHandlers } from './agent-access/agent-access.handlers.js';
import { AgentAccessService } from './agent-access/agent-access.service.js';
import { AccountsHandlers } from './accounts/accounts.handlers.js';
import { AccountsService } from './accounts/accounts.service.js';
import { ActivitiesHandlers } from './activity/activities.handlers.js';
import { ActivitiesService } from './activity/activities.service.js';
import { ApiKeysHandlers } from './api-keys/api-keys.handlers.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { BackupCodeStore } from './backup-codes/backup-code.store.js';
import { AdditionStore } from './additions/addition.store.js';
import { AdditionsHandlers } from './additions/additions.handlers.js';
import { AdditionsService } from './additions/additions.service.js';
import { Seating } from './billing/seating.js';
import { SeatsClient } from './billing/seats.client.js';
import { ChallengeStore } from './challenges/challenge.store.js';
import { DeletionStore } from './deletions/deletion.store.js';
import { DeletionsHandlers } from './deletions/deletions.handlers.js';
import { DeletionsService } from './deletions/deletions.service.js';
import { DepartureStore } from './departures/departure.store.js';
import { DeparturesHandlers } from './departures/departures.handlers.js';
import { DeparturesResumer } from './departures/departures.resumer.js';
import { DeparturesService } from './departures/departures.service.js';
import { AddressStore } from './email-changes/address.store.js';
import { EmailChangeStore } from './email-changes/email-change.store.js';
import { EmailChangesHandlers } from './email-changes/email-changes.handlers.js';
import { EmailChangesService } from './email-changes/email-changes.service.js';
import { Entrances } from './entrances/entrances.service.js';
import { AuthorizationStore } from './authorizations/authorization.store.js';
import { ConnectionsHandlers } from './connections/connections.handlers.js';
import { ConnectionsService } from './connections/connections.service.js';
import { DomainsHandlers } from './domains/domains.handlers.js';
import { DomainsService } from './domains/domains.service.js';
import { TxtRecords } from './domains/txt-records.js';
import { ExpirySweep } from './expiry/expiry.sweep.js';
import { RelyingParty } from './identity-providers/relying-party.js';
import { HandoversHandlers } from './handovers/handovers.handlers.js';
import { HandoversService } from './handovers/handovers.service.js';
import { GuestStore } from './invites/guest.store.js';
import { InvitationStore } from './invitations/invitation.store.js';
import { InvitationsHandlers } from './invitations/invitations.handlers.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { InvitesService } from './invites/invites.service.js';
import { IpAddressesHandlers } from './ip-addresses/ip-addresses.handlers.js';
import { IpAddressesService } from './ip-addresses/ip-addresses.service.js';
import { IpAuthorizationsService } from './ip-authorizations/ip-authorizations.service.js';
import { Mails } from './mails/mails.js';
import { MemberListHandlers } from './member-list/member-list.handlers.js';
import { MemberListService } from './member-list/member-list.service.js';
import { MemberProfilesHandlers } from './member-profiles/member-profiles.handlers.js';
import { MemberProfilesService } from './member-profiles/member-profiles.service.js';
import { MemberRolesEvents } from './member-roles/member-roles.events.js';
import { MemberTeamsEvents } from './member-teams/member-teams.events.js';
import { Tombstones } from './members/tombstones.js';
import { Outbound } from './outbound/outbound.js';
import { OwnershipHandlers } from './ownership/ownership.handlers.js';
import { OwnershipService } from './ownership/ownership.service.js';
import { PasskeyChallengeStore } from './passkeys/passkey-challenge.store.js';
import { PasskeyStore } from './passkeys/passkey.store.js';
import { PasskeysHandlers } from './passkeys/passkeys.handlers.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { PasswordResetStore } from './password-resets/password-reset.store.js';
import { PasswordResetsHandlers } from './password-resets/password-resets.handlers.js';
import { PasswordResetsService } from './password-resets/password-resets.service.js';
import { PasswordChangesHandlers } from './passwords/password-changes.handlers.js';
import { PasswordChangesService } from './passwords/password-changes.service.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { FactorReauthenticationsService } from './reauthentications/factor-reauthentications.service.js';
import { ProofInterceptor } from './proofs/proof.interceptor.js';
import { Proofs } from './proofs/proofs.js';
import { ReauthenticationsService } from './reauthentications/reauthentications.service.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';
import { SecondFactorResetsService } from './second-factors/second-factor-resets.service.js';
import { SecondFactorsHandlers } from './second-factors/second-factors.handlers.js';
import { SecondFactorsService } from './second-factors/second-factors.service.js';
import { SecuritySettingsHandlers } from './security-settings/security-settings.handlers.js';
import { SecuritySettingsService } from './security-settings/security-settings.service.js';
import { Secrets } from './secrets/secrets.js';
import { RenewalStore } from './sessions/renewal.store.js';
import { ReturnsHandlers } from './returns/returns.handlers.js';
import { ReturnsService } from './returns/returns.service.js';
import { SessionStore } from './sessions/session.store.js';
import { SessionsHandlers } from './sessions/sessions.handlers.js';
import { SessionsService } from './sessions/sessions.service.js';
import { NewPasswordsService } from './sign-ins/new-passwords.service.js';
import { EnrolmentService } from './sign-in-steps/enrolment.service.js';
import { PasskeySignInService } from './sign-in-steps/passkey-sign-in.service.js';
import { SecondFactorStepService } from './sign-in-steps/second-factor-step.service.js';
import { SignInStepsHandlers } from './sign-in-steps/sign-in-steps.handlers.js';
import { SignInsService } from './sign-ins/sign-ins.service.js';
import { EmailVerificationsService } from './sign-ups/email-verifications.service.js';
import { OpeningStore } from './sign-ups/opening.store.js';
import { SignUpsHandlers } from './sign-ups/sign-ups.handlers.js';
import { SignUpsService } from './sign-ups/sign-ups.service.js';
import { SwitchesService } from './switches/switches.service.js';
import { Answering } from './sso-connections/answering.js';
import { OtherEntrances } from './sso-connections/other-entrances.store.js';
import { SsoConnectionStore } from './sso-connections/sso-connection.store.js';
import { SsoConnectionsHandlers } from './sso-connections/sso-connections.handlers.js';
import { SsoConnectionsService } from './sso-connections/sso-connections.service.js';
import { ArrivalStore } from './sso-sign-ins/arrival.store.js';
import { OwnSsoService } from './sso-sign-ins/own-sso.service.js';
import { RecognitionStore } from './sso-sign-ins/recognition.store.js';
import { SsoDiscoveryService } from './sso-sign-ins/sso-discovery.service.js';
import { SsoQuestions } from './sso-sign-ins/sso-questions.js';
import { SsoSignInsService } from './sso-sign-ins/sso-sign-ins.service.js';
import { SsoHandlers } from './sso-sign-ins/sso.handlers.js';
import { Guesses } from './throttles/guesses.js';
import { LimitGuard } from './throttles/limit.guard.js';
import { Throttles } from './throttles/throttles.js';
import { PhoneVerificationsHandlers } from './phone-verifications/phone-verifications.handlers.js';
import { PhoneVerificationsService } from './phone-verifications/phone-verifications.service.js';
import { TokensHandlers } from './tokens/tokens.handlers.js';
import { TokensService } from './tokens/tokens.service.js';
import { TotpService } from './totp/totp.service.js';
import { TotpStore } from './totp/totp.store.js';
import { CredentialStore } from './users/credential.store.js';
import { Evictions } from './users/evictions.js';
import { MeHandlers } from './users/me.handlers.js';
import { MeService } from './users/me.service.js';

/** People: accounts, users, members, invitations and sessions. */
@Module({
  controllers: [
    SignUpsHandlers,
    AccountsHandlers,
    SessionsHandlers,
    MeHandlers,
    PasswordChangesHandlers,
    PasswordResetsHandlers,
    EmailChangesHandlers,
    MemberListHandlers,
    MemberProfilesHandlers,
    AgentAccessHandlers,
    InvitationsHandlers,
    DeparturesHandlers,
    ReturnsHandlers,
    DeletionsHandlers,
    AdditionsHandlers,
    OwnershipHandlers,
    TokensHandlers,
    ActivitiesHandlers,
    PhoneVerificationsHandlers,
    HandoversHandlers,
    ApiKeysHandlers,
    IpAddressesHandlers,
    SecuritySettingsHandlers,
    DomainsHandlers,
    SsoConnectionsHandlers,
    SsoHandlers,
    ConnectionsHandlers,
    SecondFactorsHandlers,
    PasskeysHandlers,
    SignInStepsHandlers,
  ],
  providers: [
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
    { provide: APP_GUARD, useClass: LimitGuard },
    { provide: APP_INTERCEPTOR, useClass: ProofInterceptor },
    Proofs,
    Throttles,
    Guesses,
    AccessClient,
    Ceiling,
    SeatsClient,
    PasswordsService,
    TokensService,
    OpeningStore,
    SignUpsService,
    EmailVerificationsService,
    AccountsService,
    Mails,
    Secrets,
    SessionStore,
    RenewalStore,
    ChallengeStore,
    Entrances,
    SessionsService,
    SignInsService,
    NewPasswordsService,
    FactorReauthenticationsService,
    ReauthenticationsService,
    SwitchesService,
    Evictions,
    AddressProofStore,
    CredentialStore,
    PasswordChangesService,
    PasswordResetStore,
    PasswordResetsService,
    AddressStore,
    EmailChangeStore,
    EmailChangesService,
    MeService,
    ActivitiesService,
    PhoneVerificationsService,
    HandoversService,
    MemberListService,
    MemberProfilesService,
    AgentAccessService,
    MemberRolesEvents,
    MemberTeamsEvents,
    InvitationStore,
    GuestStore,
    InvitationsService,
    InvitesService,
    AdmissionStore,
    AcceptancesService,
    Tombstones,
    Seating,
    DeletionStore,
    DeletionsService,
    DepartureStore,
    DeparturesService,
    DeparturesResumer,
    ReturnsService,
    AdditionStore,
    AdditionsService,
    OwnershipService,
    ApiKeysService,
    IpAddressesService,
    IpAuthorizationsService,
    SecuritySettingsService,
    BackupCodeStore,
    TotpStore,
    TotpService,
    PasskeyChallengeStore,
    PasskeyStore,
    PasskeysService,
    SecondFactorStore,
    SecondFactorsService,
    SecondFactorResetsService,
    SecondFactorStepService,
    EnrolmentService,
    PasskeySignInService,
    Outbound,
    RelyingParty,
    AuthorizationStore,
    TxtRecords,
    DomainsService,
    Answering,
    OtherEntrances,
    SsoConnectionStore,
    SsoConnectionsService,
    SsoQuestions,
    RecognitionStore,
    ArrivalStore,
    SsoSignInsService,
    OwnSsoService,
    SsoDiscoveryService,
    ConnectionsService,
    ExpirySweep,
  ],
  exports: [Authorizer],
})
export class IdentityModule {}
