import { Module } from '@nestjs/common';
import { DomainsHandlers } from './domains/domains.handlers.js';
import { DomainsService } from './domains/domains.service.js';
import { TxtRecords } from './domains/txt-records.js';
import { RelyingParty } from './identity-providers/relying-party.js';
import { ConnectionsHandlers } from './linked-accounts/connections.handlers.js';
import { ConnectionsService } from './linked-accounts/connections.service.js';
import { AuthorizationStore } from './oauth-states/authorization.store.js';
import { ProvisioningService } from './provisioning/provisioning.service.js';
import { ConnectionGranter } from './sso-connections/connection-granter.js';
import { OtherSignInMethods } from './sso-connections/other-sign-in-methods.store.js';
import { SsoConnectionStore } from './sso-connections/sso-connection.store.js';
import { SsoConnectionsHandlers } from './sso-connections/sso-connections.handlers.js';
import { SsoConnectionsService } from './sso-connections/sso-connections.service.js';
import { SsoIdentitiesHandlers } from './sso-identities/sso-identities.handlers.js';
import { SsoIdentitiesService } from './sso-identities/sso-identities.service.js';
import { OwnSsoService } from './sso-sign-in/own-sso.service.js';
import { RecognitionStore } from './sso-sign-in/recognition.store.js';
import { Admissible } from './sso-sign-in/admissible.js';
import { SsoAdmissions } from './sso-sign-in/sso-admissions.js';
import { SsoDiscoveryService } from './sso-sign-in/sso-discovery.service.js';
import { SsoProvisioningStore } from './sso-sign-in/sso-provisioning.store.js';
import { SsoQuestions } from './sso-sign-in/sso-questions.js';
import { SsoSignInsService } from './sso-sign-in/sso-sign-ins.service.js';
import { SsoTrialsService } from './sso-sign-in/sso-trials.service.js';
import { SsoHandlers } from './sso-sign-in/sso.handlers.js';
import { OnboardingModule } from '../onboarding/onboarding.module.js';

/** Sign-in through an identity provider, and connected accounts at third parties. */
@Module({
  imports: [OnboardingModule],
  controllers: [DomainsHandlers, SsoConnectionsHandlers, SsoIdentitiesHandlers, SsoHandlers, ConnectionsHandlers],
  providers: [
    RelyingParty,
    AuthorizationStore,
    TxtRecords,
    DomainsService,
    ConnectionGranter,
    OtherSignInMethods,
    SsoConnectionStore,
    ProvisioningService,
    SsoConnectionsService,
    SsoIdentitiesService,
    SsoQuestions,
    RecognitionStore,
    SsoProvisioningStore,
    Admissible,
    SsoAdmissions,
    SsoSignInsService,
    SsoTrialsService,
    OwnSsoService,
    SsoDiscoveryService,
    ConnectionsService,
  ],
})
export class SsoModule {}
