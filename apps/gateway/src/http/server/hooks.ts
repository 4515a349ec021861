import { RosterError } from '@roster/contracts';
import type { Logger } from '@roster/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecure, publicUrl, type GatewayConfig } from '../../config.js';
import { sessionCookieName } from '../../sessions/tokens/credentials.js';
import { parseJsonBody } from '../body/json-body.js';
import { crossSite, methodNotAllowed } from '../problems/kinds.js';
import { ALLOWED_METHODS } from '../problems/problem.js';
import { isCrossSite } from '../protection/cross-site.js';
import { securityHeaders } from '../protection/security-headers.js';
import type { Draining } from './draining.js';

const isDocs = (url: string) => /^\/docs(?:[/?]|$)/.test(url);

/** What holds for every request, whatever its route: the first refusals of `decisions.md` 25 and the headers of all answers. */
export function addHooks(server: FastifyInstance, config: GatewayConfig, draining: Draining, logger: Logger): void {
  const ofAll = securityHeaders({ secure: isSecure(config), docs: false });
  const ofDocs = securityHeaders({ secure: isSecure(config), docs: true });
  const ownOrigin = new URL(publicUrl(config)).origin;
  const cookieName = sessionCookieName(config);

  function logRequest(
    { id: requestId, method, routeOptions }: FastifyRequest,
    { raw }: FastifyReply,
    ms: number,
  ): void {
    const route = routeOptions.url ?? 'none';
    const outcome = raw.writableFinished ? { status: raw.statusCode } : { aborted: true };
    const entry = { requestId, method, route, ...outcome, ms: Math.round(ms) };
    logger[route.startsWith('/health') ? 'debug' : 'info'](entry, 'request');
  }

  server.decorateRequest('authenticated', undefined);

  server.addHook('onRequest', async (request, reply) => {
    draining.requestCame();
    const since = performance.now();
    whenOver(request, reply, () => {
      draining.requestLeft();
      logRequest(request, reply, performance.now() - since);
    });
    reply.headers({ 'x-request-id': echoed(request), 'cache-control': 'no-store' });
    reply.headers(isDocs(request.url) ? ofDocs : ofAll);
    if (!ALLOWED_METHODS.includes(request.method)) throw new RosterError(methodNotAllowed);
    const { authorization, origin, 'x-requested-with': requestedWith } = request.headers;
    const provenance = {
      method: request.method,
      hasSessionCookie: request.cookies[cookieName] !== undefined,
      authorization,
      requestedWith: typeof requestedWith === 'string' ? requestedWith : undefined,
      origin,
    };
    if (isCrossSite(provenance, ownOrigin)) throw new RosterError(crossSite);
  });

  server.addHook('onSend', async (_request, reply) => {
    if (draining.on) reply.header('connection', 'close');
  });

  // Fastify would read text and forms as well (S54).
  server.removeAllContentTypeParsers();
  for (const type of ['application/json', /^application\/[\w.+-]+\+json(?:;|$)/]) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) =>
      parseJsonBody(body),
    );
  }
}

/** What a header may hold, and no more than anybody needs to tell his requests apart. */
const ECHOED = /^[\x20-\x7e\x80-\xff]{1,1000}$/;

/** AuthZEN gives back whatever a client calls its request, also what our logs call by a name of their own. */
function echoed({ id, url, headers }: FastifyRequest): string {
  const given = headers['x-request-id'];
  const isGivenBack = url.startsWith('/access/v1/') && typeof given === 'string' && ECHOED.test(given);
  return isGivenBack ? given : id;
}

/** Calls back once: when the answer is sent, or when its client has gone, of which Fastify's `onResponse` says nothing. */
function whenOver({ raw: { socket } }: FastifyRequest, { raw: response }: FastifyReply, then: () => void): void {
  let isOver = false;
  const over = () => {
    // Node lets the response know in the middle of the socket's own event.
    if (isOver) return;
    isOver = true;
    socket.off('close', over);
    then();
  };
  response.once('close', over);
  // An answer that waits for its turn on a connection is not closed with it. So many may wait that Node would warn.
  socket.setMaxListeners(0).on('close', over);
}
