import { Module } from '@nestjs/common';
import { Authorizer, Decisions, EmbeddedAuthorizer } from '@roster/service-kit';
import { Throttles } from './limits/throttles.js';
import { Outbound } from './outbound/outbound.js';
import { Secrets } from './secrets.js';
import { TokensService } from './tokens/tokens.service.js';

/**
 * What all other wings use: permission decisions, limits, mailed tokens, sealed secrets, and requests to other hosts.
 */
@Module({
  providers: [
    Decisions,
    { provide: Authorizer, useClass: EmbeddedAuthorizer },
    Throttles,
    TokensService,
    Secrets,
    Outbound,
  ],
  exports: [Decisions, Authorizer, Throttles, TokensService, Secrets, Outbound],
})
export class CoreModule {}
