import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RosterError, sessionRequired } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';
import { GatewayConfig } from '../config.js';
import { EXPOSURE, type Exposure } from '../http/routes/exposure.js';
import { readCredentials, sessionCookieName } from './tokens/credentials.js';
import { SessionsService, type Authenticated } from './sessions.service.js';

/**
 * Says who asks, never what he may: that is the services' to decide.
 * 1. A route of a public contract is left alone, unless it takes a session along.
 * 2. A bearer token or else the cookie is resolved; without one, or with a wrong one, it is 401.
 * 3. Where a session is optional, a wrong one counts as none.
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
      request.authenticated = await this.authenticate(request);
    } catch (error) {
      const isNobody = error instanceof RosterError && error.is(sessionRequired);
      if (exposure.session === 'required' || !isNobody) throw error;
    }
    return true;
  }

  private async authenticate({ headers, cookies }: FastifyRequest): Promise<Authenticated> {
    const credentials = readCredentials(headers.authorization, cookies[this.cookieName]);
    if (!credentials) throw new RosterError(sessionRequired);
    const session = await this.sessions.resolve(credentials.tokenHash);
    const { kind, memberId, userId, sessionId } = session;
    return { session, actor: { kind, memberId, userId, sessionId }, by: credentials.by };
  }
}
