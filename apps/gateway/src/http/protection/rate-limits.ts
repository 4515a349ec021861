import { normalizeIP } from '@fastify/rate-limit';
import { applyDecorators, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { rateLimited, RosterError } from '@roster/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayConfig } from '../../config.js';
import { problem } from '../../docs/documentation.js';

/** The doors that are guarded against being knocked at without end. */
export type Door = 'sign-up' | 'sign-in' | 'token' | 'mail';

const DOOR = 'roster:door';

/** Limits a route, by the caller's address or membership. What is counted is kept in memory, by each replica for itself. */
export const Limited = (door: Door) => applyDecorators(SetMetadata(DOOR, door), problem(429, [rateLimited]));

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

@Injectable()
export class RateLimitGuard implements CanActivate {
  private limiters: Record<Door, Limiter[]> | undefined;

  constructor(
    private readonly config: GatewayConfig,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const door = this.reflector.get<Door | undefined>(DOOR, execution.getHandler());
    if (!door || this.config.RATE_LIMITS === 'false') return true;
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    this.limiters ??= limitersOf(request.server, this.config);
    for (const limiter of this.limiters[door]) {
      const count = await limiter(request);
      if (!count.isAllowed && count.isExceeded) {
        throw new RosterError(rateLimited, undefined, { details: { retryAfter: Math.max(1, count.ttlInSeconds) } });
      }
    }
    return true;
  }
}

function limitersOf(server: FastifyInstance, config: GatewayConfig): Record<Door, Limiter[]> {
  const perMinute = (max: number, keyGenerator?: (request: FastifyRequest) => string) =>
    server.createRateLimit({ max, timeWindow: 60_000, ...(keyGenerator ? { keyGenerator } : {}) });
  return {
    'sign-up': [perMinute(config.RATE_LIMIT_SIGN_UPS)],
    'sign-in': [
      perMinute(config.RATE_LIMIT_SIGN_INS),
      // With the address: by the e-mail alone anybody could lock its owner out.
      perMinute(config.RATE_LIMIT_SIGN_INS_PER_EMAIL, (request) => `${addressOf(request)} ${emailOf(request.body)}`),
    ],
    token: [perMinute(config.RATE_LIMIT_TOKENS)],
    // Whoever signs in again has a new session, but no new allowance.
    mail: [perMinute(config.RATE_LIMIT_INVITATIONS, (request) => memberOf(request) ?? addressOf(request))],
  };
}

/** As the plugin itself counts: an IPv6 host has a whole /64 to choose addresses from. */
const addressOf = ({ ip }: FastifyRequest) => normalizeIP(ip);

const memberOf = ({ authenticated }: FastifyRequest) => authenticated?.session.memberId;

function emailOf(body: unknown): string {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined;
  return typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : '';
}
