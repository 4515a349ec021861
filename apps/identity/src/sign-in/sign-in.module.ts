import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LimitGuard } from './limit.guard.js';
import { AccountSwitchService } from './account-switch.service.js';
import { ChallengeStore } from './challenge.store.js';
import { SignInGate } from './gate/sign-in-gate.service.js';
import { IpAddressesHandlers } from './ip-addresses/ip-addresses.handlers.js';
import { IpAddressesService } from './ip-addresses/ip-addresses.service.js';
import { IpAuthorizationsService } from './ip-authorizations/ip-authorizations.service.js';
import { PasskeysHandlers } from './passkeys.handlers.js';
import { FactorReauthenticationsService } from './reauthentications/factor-reauthentications.service.js';
import { ReauthenticationsService } from './reauthentications/reauthentications.service.js';
import { SecuritySettingsHandlers } from './security-settings/security-settings.handlers.js';
import { SecuritySettingsService } from './security-settings/security-settings.service.js';
import { SessionsHandlers } from './sessions.handlers.js';
import { EnrolmentService } from './sign-in-steps/enrolment.service.js';
import { PasskeySignInService } from './sign-in-steps/passkey-sign-in.service.js';
import { SecondFactorStepService } from './sign-in-steps/second-factor-step.service.js';
import { SignInStepsHandlers } from './sign-in-steps/sign-in-steps.handlers.js';
import { NewPasswordsService } from './sign-ins/new-passwords.service.js';
import { SignInsService } from './sign-ins/sign-ins.service.js';
import { CredentialsModule } from '../credentials/credentials.module.js';

/** Signing in: the gate, its steps, and the account's rules for everybody who comes in. */
@Module({
  imports: [CredentialsModule],
  controllers: [SessionsHandlers, IpAddressesHandlers, SecuritySettingsHandlers, PasskeysHandlers, SignInStepsHandlers],
  providers: [
    { provide: APP_GUARD, useClass: LimitGuard },
    ChallengeStore,
    SignInGate,
    SignInsService,
    NewPasswordsService,
    FactorReauthenticationsService,
    ReauthenticationsService,
    AccountSwitchService,
    IpAddressesService,
    IpAuthorizationsService,
    SecuritySettingsService,
    SecondFactorStepService,
    EnrolmentService,
    PasskeySignInService,
  ],
  exports: [
    CredentialsModule,
    ChallengeStore,
    SignInGate,
    SignInsService,
    NewPasswordsService,
    FactorReauthenticationsService,
    ReauthenticationsService,
    AccountSwitchService,
    IpAddressesService,
    IpAuthorizationsService,
    SecuritySettingsService,
    SecondFactorStepService,
    EnrolmentService,
    PasskeySignInService,
  ],
})
export class SignInModule {}
