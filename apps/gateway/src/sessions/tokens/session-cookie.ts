import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { SessionStarted } from '@roster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, tap, type Observable } from 'rxjs';
import { GatewayConfig, isSecure } from '../../config.js';
import { isOurPage } from '../../http/protection/cross-site.js';
import type { ExposureOptions } from '../../http/routes/exposure.js';
import { SessionsService } from '../sessions.service.js';
import { sessionCookieName } from './credentials.js';

/** A sign-in's answer: the session's id is ours, and the token is left out where it travels as a cookie. */
class SignedIn extends IntersectionType(
  OmitType(SessionStarted, ['sessionId', 'version', 'token'] as const),
  PartialType(PickType(SessionStarted, ['token'] as const)),
) {}

/** How a contract that signs in is exposed; it has a token of its own (`decisions.md` 29). */
export const SIGNS_IN = {
  omits: ['sessionId', 'version'],
  answer: SignedIn,
  idempotencyKey: 'ignored',
} as const satisfies ExposureOptions<object, SessionStarted>;

const attributes = (config: GatewayConfig) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) }) as const;

/** To a page of ours the token goes as a cookie, which no script can read; to all others in the body (`decisions.md` 21). */
@Injectable()
class SessionCookieInterceptor implements NestInterceptor<SessionStarted, Partial<SessionStarted>> {
  constructor(private readonly config: GatewayConfig) {}

  intercept(execution: ExecutionContext, next: CallHandler<SessionStarted>): Observable<Partial<SessionStarted>> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const requestedWith = request.headers['x-requested-with'];
    if (!isOurPage(typeof requestedWith === 'string' ? requestedWith : undefined)) return next.handle();
    return next.handle().pipe(
      map(({ token, ...rest }) => {
        const expires = new Date(rest.expiresAt);
        reply.setCookie(sessionCookieName(this.config), token, { ...attributes(this.config), expires });
        return rest;
      }),
    );
  }
}

/** Forgets the session that this very request has ended, and has the browser forget all that came with it. */
@Injectable()
export class SignOutInterceptor implements NestInterceptor {
  constructor(
    private readonly config: GatewayConfig,
    private readonly sessions: SessionsService,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { authenticated } = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(() => {
        if (authenticated) this.sessions.forget(authenticated.session.sessionId);
        if (authenticated?.by !== 'cookie') return;
        reply.clearCookie(sessionCookieName(this.config), attributes(this.config));
        // Not "cookies": those of every neighbour under the same domain would go as well.
        reply.header('clear-site-data', '"cache", "storage"');
      }),
    );
  }
}

/** The route's answer starts a session. */
export const StartsSession = () =>
  applyDecorators(
    UseInterceptors(SessionCookieInterceptor),
    ApiHeader({
      name: 'X-Requested-With',
      required: false,
      description: '`roster` from a page of ours: the token comes as a cookie and not in the answer.',
      schema: { type: 'string', enum: ['roster'] },
    }),
  );
