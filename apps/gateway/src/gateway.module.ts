import { type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessKeys } from '@roster/client';
import { loadPresets } from '@roster/contracts';
import { Bus, Decisions, LOGGER, PRESETS, RpcClient, type RosterProcess } from '@roster/service-kit';
import { AccountsController } from './accounts/accounts.controller.js';
import { HandoversController } from './accounts/handovers.controller.js';
import { MeController } from './accounts/me.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { BillingController } from './billing/billing.controller.js';
import { ChangesController } from './changes/changes.controller.js';
import { AuthzenController } from './checks/authzen.controller.js';
import { ChecksController } from './checks/checks.controller.js';
import { ImmediateChecks } from './checks/immediate/immediate-checks.js';
import { GatewayConfig } from './config.js';
import { EmailChangesController } from './email-changes/email-changes.controller.js';
import { HealthController } from './health/health.controller.js';
import { ReadinessService } from './health/readiness.js';
import { ProblemFilter } from './http/problems/problem.filter.js';
import { AnswerInterceptor } from './http/routes/answer.interceptor.js';
import { Draining } from './http/server/draining.js';
import { ResponseHeaders } from './http/server/response-headers.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { LifecycleController } from './members/lifecycle.controller.js';
import { ActivityController } from './members/activity.controller.js';
import { MembersController } from './members/members.controller.js';
import { MemberSessionsController } from './members/member-sessions.controller.js';
import { PermissionsController } from './members/permissions.controller.js';
import { DeliveriesController } from './notifications/deliveries.controller.js';
import { PagesController } from './pages/pages.controller.js';
import { PasswordsController } from './passwords/passwords.controller.js';
import { RecordsController } from './records/records.controller.js';
import { CatalogueController } from './roles/catalogue.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { MemberSecondFactorsController } from './members/member-second-factors.controller.js';
import { PasskeysController } from './second-factors/passkeys.controller.js';
import { SecondFactorsController } from './second-factors/second-factors.controller.js';
import { RenewalsController } from './sessions/renewals.controller.js';
import { IpAddressesController } from './security/ip-addresses.controller.js';
import { SecuritySettingsController } from './security/security-settings.controller.js';
import { TeamsController } from './teams/teams.controller.js';
import { SessionGuard } from './sessions/session.guard.js';
import { SignInStepsController } from './sessions/sign-in-steps.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { BrowserBindings } from './sso/browser-binding.js';
import { ConnectionsController } from './sso/connections.controller.js';
import { DomainsController } from './sso/domains.controller.js';
import { SsoConnectionsController } from './sso/sso-connections.controller.js';
import { SsoController } from './sso/sso.controller.js';

/** What the gateway needs of its process. */
export type GatewayProcess = Pick<RosterProcess<GatewayConfig>, 'config' | 'logger' | 'nestLogger' | 'bus' | 'rpc'>;

/** The only HTTP door: routes to contracts, no database, no business rule. */
export class GatewayModule {
  static for(own: GatewayProcess): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        AccountsController,
        MeController,
        HandoversController,
        PasswordsController,
        EmailChangesController,
        SessionsController,
        RenewalsController,
        SignInStepsController,
        SecondFactorsController,
        PasskeysController,
        MemberSecondFactorsController,
        MembersController,
        ActivityController,
        LifecycleController,
        MemberSessionsController,
        PermissionsController,
        ChangesController,
        InvitationsController,
        RolesController,
        TeamsController,
        CatalogueController,
        ChecksController,
        AuthzenController,
        RecordsController,
        AuditController,
        BillingController,
        ApiKeysController,
        SsoController,
        SsoConnectionsController,
        DomainsController,
        ConnectionsController,
        IpAddressesController,
        SecuritySettingsController,
        DeliveriesController,
        HealthController,
        PagesController,
      ],
      providers: [
        { provide: GatewayConfig, useValue: own.config },
        { provide: LOGGER, useValue: own.logger },
        { provide: Bus, useValue: own.bus },
        { provide: AccessKeys, useValue: new AccessKeys(own.config.ACCESS_PUBLIC_KEY) },
        { provide: RpcClient, useValue: own.rpc },
        { provide: PRESETS, useValue: loadPresets(own.config.ROSTER_PRESETS_DIR) },
        Decisions,
        ImmediateChecks,
        Draining,
        ResponseHeaders,
        ReadinessService,
        SessionsService,
        BrowserBindings,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
