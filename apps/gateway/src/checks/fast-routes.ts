import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SessionsService } from '../auth/sessions.service.js';
import { isFromBackground, isOfShownAccount } from '../auth/request-headers.js';
import { readCredentials } from '../auth/tokens/credentials.js';
import { isHarmless } from '../http/body/json-body.js';
import { isVersion } from '../http/exposure/call.js';
import type { ResponseHeaders } from '../http/server/response-headers.js';
import type { FastAnswer, FastChecks } from './fast-checks.js';

interface Parts {
  readonly checks: FastChecks;
  readonly sessions: SessionsService;
  readonly cookieName: string;
  readonly responseHeaders: ResponseHeaders;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Puts the fast answers in front of the routes of checks: after all that holds for every request (headers, limits,
 * where it comes from, its body), and before Nest's way to the controller, which takes over whatever is not answered.
 * To be called before the routes are made.
 */
export function addFastRoutes(server: FastifyInstance, parts: Parts): void {
  server.addHook('onRoute', (route) => {
    const fast = route.method === 'POST' ? parts.checks.routes[route.url] : undefined;
    if (!fast) return;
    route.preHandler = (request, reply, next) => {
      const answer = answerTo(request, fast, parts);
      if (answer === undefined) next();
      else send(reply, answer, parts.responseHeaders.for(request));
    };
  });
}

function answerTo(request: FastifyRequest, fast: FastAnswer, parts: Parts): string | undefined {
  const { headers, body } = request;
  if (typeof body !== 'object' || body === null || !isHarmless(body) || request.url.includes('?')) return undefined;
  const demanded = headers['roster-at-least'];
  if (demanded !== undefined && !isVersion(demanded)) return undefined;
  const session = sessionOf(request, parts);
  if (!session) return undefined;
  const { accountId, memberId: actorId } = session;
  return fast(body, { accountId, actorId, atLeast: demanded === undefined ? undefined : Number(demanded) });
}

/** A person's session that was looked up a moment ago, in the account that they see; all else is the guard's affair. */
function sessionOf(request: FastifyRequest, { sessions, cookieName }: Parts) {
  const { headers, cookies } = request;
  try {
    const credentials = readCredentials(headers.authorization, cookies[cookieName]);
    const session = credentials && sessions.known(credentials.tokenHash, { background: isFromBackground(request) });
    return session?.kind === 'session' && isOfShownAccount(request, session.accountId) ? session : undefined;
  } catch {
    return undefined;
  }
}

/** Past Fastify's own way out, which has nothing to add. */
function send(reply: FastifyReply, answer: string, headers: string[]): void {
  reply.hijack();
  headers.push('content-type', JSON_TYPE, 'content-length', String(Buffer.byteLength(answer)));
  reply.raw.writeHead(200, headers).end(answer);
}
