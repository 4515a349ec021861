import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { apiKeyNetwork, RosterError, sessionRequired, type Actor, type ResolvedSession } from '@roster/contracts';
import { isWithin } from '@roster/service-kit';
import type { FastifyRequest } from 'fastify';
import { GatewayConfig } from '../config.js';
import { EXPOSURE, type Exposure } from '../http/exposure/exposure.js';
import { clientAddress } from '../http/server/client-address.js';
import { assertShownAccount, isFromBackground } from './request-headers.js';
import { SessionsService, type Authenticated } from './sessions.service.js';
import { readCredentials, sessionCookieName } from './tokens/credentials.js';

/**
 * Finds out who sends a request. What they may do is for the services to decide.
 * 1. A route of a public contract needs no session, and is let through unless it takes one along.
 * 2. A bearer token or else the cookie is resolved; without one, or with a wrong one, it is 401.
 * 3. A key of the API is accepted from its own networks only.
 * 4. A request that names another account than its session's is refused.
 * 5. Where a session is optional, a wrong one counts as none.
 */
@Injectable()
export class SessionGuard implements CanActivate {
  private readonly cookieName: string;

  constructor(
    private readonly sessions: SessionsService,
    private readonly reflector: Reflector,
    config: GatewayConfig,
  ) {
    this.cookieName = sessionCookieName(config);
  }

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const exposure = this.reflector.get<Exposure | undefined>(EXPOSURE, execution.getHandler());
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    if (!exposure || exposure.session === 'none') return true;
    try {
      request.authenticated = await this.authenticate(request, exposure);
    } catch (error) {
      const isNobody = error instanceof RosterError && error.is(sessionRequired);
      if (exposure.session === 'required' || !isNobody) throw error;
    }
    return true;
  }

  private async authenticate(request: FastifyRequest, { isBackground }: Exposure): Promise<Authenticated> {
    const { headers, cookies } = request;
    const address = clientAddress(request);
    const credentials = readCredentials(headers.authorization, cookies[this.cookieName]);
    if (!credentials) throw new RosterError(sessionRequired);
    const session = await this.sessions.resolve(credentials.tokenHash, {
      client: { address },
      background: isBackground || isFromBackground(request),
    });
    const { networks = [] } = session;
    if (networks.length > 0 && !isWithin(networks, address)) throw new RosterError(apiKeyNetwork);
    assertShownAccount(request, session);
    return { session, actor: actorOf(session), ...credentials };
  }
}

function actorOf(session: ResolvedSession): Actor {
  const { kind, memberId, sessionId, userId = '', authenticatedAt, makerId = '', permissions = null } = session;
  return kind === 'session'
    ? { kind, memberId, userId, sessionId, ...(authenticatedAt && { authenticatedAt }) }
    : { kind, memberId, keyId: sessionId, makerId, permissions };
}
