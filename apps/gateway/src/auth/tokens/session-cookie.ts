import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader, ApiResponse, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { SessionStarted, SignInChallenge, type SignInAnswer } from '@roster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, tap, type Observable } from 'rxjs';
import { GatewayConfig, isSecure } from '../../config.js';
import type { ExposureOptions } from '../../http/exposure/exposure.js';
import { isOurPage } from '../../http/protection/cross-site.js';
import { SessionsService } from '../sessions.service.js';
import { sessionCookieName } from './credentials.js';
import { keepDevice } from './device.js';

/** A session that has begun, without its id; the token is left out where it is sent as a cookie. */
class SignedIn extends IntersectionType(
  OmitType(SessionStarted, ['sessionId', 'version', 'token'] as const),
  PartialType(PickType(SessionStarted, ['token'] as const)),
) {}

/** How a contract that signs in is exposed; it has a token of its own (`docs/decisions.md` 29). */
export const SIGNS_IN = {
  status: 201,
  answer: SignedIn,
  idempotencyKey: 'ignored',
} as const satisfies ExposureOptions<object, SignInAnswer>;

const attributes = (config: GatewayConfig) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config) }) as const;

/**
 * Answers with a session as 201, or with the next step of a sign-in as 200. Our own pages get the token as a cookie,
 * which no script can read; all others get it in the body (`docs/decisions.md` 21).
 */
@Injectable()
class SignInInterceptor implements NestInterceptor<SignInAnswer, object> {
  constructor(private readonly config: GatewayConfig) {}

  intercept(execution: ExecutionContext, next: CallHandler<SignInAnswer>): Observable<object> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const requestedWith = request.headers['x-requested-with'];
    const isOurs = isOurPage(typeof requestedWith === 'string' ? requestedWith : undefined);
    return next.handle().pipe(
      map(({ session, challenge }) => {
        if (!session) {
          reply.status(200);
          return challenge ?? {};
        }
        const { token, sessionId: _, version, ...rest } = session;
        if (version !== undefined) reply.header('roster-version', String(version));
        if (!isOurs) return { token, ...rest };
        const { deviceToken = request.device, ...shown } = rest;
        if (deviceToken !== undefined) keepDevice(reply, deviceToken, this.config);
        const expires = new Date(rest.expiresAt);
        reply.setCookie(sessionCookieName(this.config), token, { ...attributes(this.config), expires });
        return shown;
      }),
    );
  }
}

/** Forgets the session of the request, which a new one has replaced. */
@Injectable()
export class ForgetsSession implements NestInterceptor {
  constructor(private readonly sessions: SessionsService) {}

  intercept(execution: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { authenticated } = execution.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(tap(() => authenticated && this.sessions.forget(authenticated.session.sessionId)));
  }
}

/** Forgets the session that this request has ended, and has the browser clear its cookie, cache and storage. */
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
        // Not "cookies": that would clear those of other hosts under the same domain as well.
        reply.header('clear-site-data', '"cache", "storage"');
      }),
    );
  }
}

/** For a route whose answer starts a session. */
export const StartsSession = () =>
  applyDecorators(
    UseInterceptors(SignInInterceptor),
    ApiResponse({ status: 200, description: 'Another step is due.', type: SignInChallenge }),
    ApiHeader({
      name: 'X-Requested-With',
      required: false,
      description: '`roster` from a page of ours: the token comes as a cookie and not in the answer.',
      schema: { type: 'string', enum: ['roster'] },
    }),
    ApiHeader({
      name: 'Roster-Device',
      required: false,
      description:
        'The `deviceToken` of an earlier sign-in here: strangers who guess at the password cannot keep this device out.',
      schema: { type: 'string', pattern: '^[\\w-]{43}$' },
    }),
  );
