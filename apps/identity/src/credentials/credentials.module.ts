import { Module } from '@nestjs/common';
import { AddressProofStore } from './address-proof.store.js';
import { BackupCodeStore } from './backup-codes/backup-code.store.js';
import { CredentialRevocation } from './credential-revocation.js';
import { AddressStore } from './email-changes/address.store.js';
import { EmailChangeStore } from './email-changes/email-change.store.js';
import { EmailChangesHandlers } from './email-changes/email-changes.handlers.js';
import { EmailChangesService } from './email-changes/email-changes.service.js';
import { Guesses } from './guesses.js';
import { PasskeyChallengeStore } from './passkeys/passkey-challenge.store.js';
import { PasskeyStore } from './passkeys/passkey.store.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { PasswordResetStore } from './password-resets/password-reset.store.js';
import { PasswordResetsHandlers } from './password-resets/password-resets.handlers.js';
import { PasswordResetsService } from './password-resets/password-resets.service.js';
import { CredentialStore } from './passwords/credential.store.js';
import { PasswordChangesHandlers } from './passwords/password-changes.handlers.js';
import { PasswordChangesService } from './passwords/password-changes.service.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { PhoneVerificationsHandlers } from './phone-verifications/phone-verifications.handlers.js';
import { PhoneVerificationsService } from './phone-verifications/phone-verifications.service.js';
import { RenewalStore } from './second-factors/renewal.store.js';
import { SecondFactorResetsService } from './second-factors/second-factor-resets.service.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';
import { SecondFactorsHandlers } from './second-factors/second-factors.handlers.js';
import { SecondFactorsService } from './second-factors/second-factors.service.js';
import { TotpService } from './totp/totp.service.js';
import { TotpStore } from './totp/totp.store.js';
import { SessionsModule } from '../sessions/sessions.module.js';

/** What people sign in with: passwords, second factors, passkeys and addresses. */
@Module({
  imports: [SessionsModule],
  controllers: [
    PasswordChangesHandlers,
    PasswordResetsHandlers,
    EmailChangesHandlers,
    PhoneVerificationsHandlers,
    SecondFactorsHandlers,
  ],
  providers: [
    Guesses,
    PasswordsService,
    RenewalStore,
    CredentialRevocation,
    AddressProofStore,
    CredentialStore,
    PasswordChangesService,
    PasswordResetStore,
    PasswordResetsService,
    AddressStore,
    EmailChangeStore,
    EmailChangesService,
    PhoneVerificationsService,
    BackupCodeStore,
    TotpStore,
    TotpService,
    PasskeyChallengeStore,
    PasskeyStore,
    PasskeysService,
    SecondFactorStore,
    SecondFactorsService,
    SecondFactorResetsService,
  ],
  exports: [
    SessionsModule,
    Guesses,
    PasswordsService,
    RenewalStore,
    CredentialRevocation,
    AddressProofStore,
    CredentialStore,
    PasswordChangesService,
    PasswordResetStore,
    PasswordResetsService,
    AddressStore,
    EmailChangeStore,
    EmailChangesService,
    PhoneVerificationsService,
    BackupCodeStore,
    TotpStore,
    TotpService,
    PasskeyChallengeStore,
    PasskeyStore,
    PasskeysService,
    SecondFactorStore,
    SecondFactorsService,
    SecondFactorResetsService,
  ],
})
export class CredentialsModule {}
