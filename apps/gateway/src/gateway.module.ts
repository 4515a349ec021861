import { type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessKeys } from '@roster/client';
import { Brand, loadPresets } from '@roster/contracts';
import { brandOf, Bus, Decisions, LOGGER, PRESETS, RpcClient, type RosterProcess } from '@roster/service-kit';
import { BrowserBindings } from './auth/browser-binding.js';
import { SessionGuard } from './auth/session.guard.js';
import { SessionsService } from './auth/sessions.service.js';
import { FastChecks } from './checks/fast-checks.js';
import { GatewayConfig } from './config.js';
import { ReadinessService } from './health/readiness.js';
import { ProblemFilter } from './http/problems/problem.filter.js';
import { Draining } from './http/server/draining.js';
import { ResponseHeaders } from './http/server/response-headers.js';
import { Logo } from './routes/console/logo.js';
import { AnswerInterceptor } from './routes/contracts/answer.interceptor.js';
import { Audience } from './routes/events/audience.js';
import { LiveEvents } from './routes/events/live-events.js';
import { controllers } from './routes/controllers.js';

/** What the gateway needs of its process. */
export type GatewayProcess = Pick<RosterProcess<GatewayConfig>, 'config' | 'logger' | 'nestLogger' | 'bus' | 'rpc'>;

/** The only HTTP service: routes to contracts, no database, no business rule. */
export class GatewayModule {
  static for(own: GatewayProcess): DynamicModule {
    const presets = loadPresets(own.config.ROSTER_PRESETS_DIR);
    return {
      module: GatewayModule,
      controllers: [...controllers],
      providers: [
        { provide: GatewayConfig, useValue: own.config },
        { provide: LOGGER, useValue: own.logger },
        { provide: Bus, useValue: own.bus },
        { provide: AccessKeys, useValue: new AccessKeys(own.config.ACCESS_PUBLIC_KEY) },
        { provide: RpcClient, useValue: own.rpc },
        { provide: PRESETS, useValue: presets },
        { provide: Brand, useValue: brandOf(own.config, presets) },
        Logo,
        Decisions,
        FastChecks,
        Draining,
        ResponseHeaders,
        ReadinessService,
        SessionsService,
        BrowserBindings,
        Audience,
        LiveEvents,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
