import type { Socket } from 'node:net';
import { RosterError } from '@roster/contracts';
import type { Logger } from '@roster/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { publicUrl, type GatewayConfig } from '../../config.js';
import { parseJsonBody } from '../body/json-body.js';
import { isReadable } from '../body/readable.js';
import { crossSite, mediaTypeUnsupported, methodNotAllowed } from '../problems/kinds.js';
import { isCrossSite } from '../protection/cross-site.js';
import type { Draining } from './draining.js';
import type { ResponseHeaders } from './response-headers.js';
import { RoutedMethods } from './routed-methods.js';

interface Parts {
  readonly config: GatewayConfig;
  /** The name of the session's cookie. */
  readonly sessionCookie: string;
  /** The secret of the device that sent the request. */
  readonly readDevice: (request: FastifyRequest) => string | undefined;
  readonly draining: Draining;
  readonly responseHeaders: ResponseHeaders;
  readonly logger: Logger;
}

/**
 * Adds what holds for every request, whatever its route: the first refusals (`docs/decisions.md` 25) and the headers of
 * all answers.
 */
export function addHooks(server: FastifyInstance, parts: Parts): void {
  const { sessionCookie, readDevice, draining, responseHeaders, logger } = parts;
  const ownOrigin = new URL(publicUrl(parts.config)).origin;

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

  const routed = RoutedMethods.of(server);
  server.decorateRequest('authenticated', undefined);
  server.decorateRequest('device', undefined);

  server.addHook('onRequest', (request, reply, done) => {
    draining.requestCame();
    const since = performance.now();
    whenOver(request, reply, () => {
      draining.requestLeft();
      logRequest(request, reply, performance.now() - since);
    });
    const allow = request.is404 ? routed.at(request.url) : [];
    if (allow.length > 0 && !allow.includes(request.method)) {
      return done(new RosterError(methodNotAllowed, undefined, { details: { allow } }));
    }
    request.device = readDevice(request);
    const { authorization, origin, 'x-requested-with': requestedWith } = request.headers;
    const provenance = {
      method: request.method,
      hasSessionCookie: request.cookies[sessionCookie] !== undefined,
      authorization,
      requestedWith: typeof requestedWith === 'string' ? requestedWith : undefined,
      origin,
    };
    if (isCrossSite(provenance, ownOrigin)) return done(new RosterError(crossSite));
    done(isReadable(request.headers) ? undefined : new RosterError(mediaTypeUnsupported));
  });

  server.addHook('onSend', (request, reply, payload, done) => {
    const headers = responseHeaders.for(request);
    for (let at = 0; at < headers.length; at += 2) {
      const name = headers[at] ?? '';
      if (!reply.hasHeader(name)) reply.header(name, headers[at + 1]);
    }
    done(null, payload);
  });

  // Without this Fastify would read text and forms as well (S54).
  server.removeAllContentTypeParsers();
  for (const type of ['application/json', /^application\/[\w.+-]+\+json(?:;|$)/]) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request: FastifyRequest, body: Buffer, done) => {
      try {
        done(null, parseJsonBody(body));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }
}

/**
 * Calls back once: when the answer is sent, or when its client has gone, for which Fastify's `onResponse` is not called.
 */
function whenOver({ raw: { socket } }: FastifyRequest, { raw: response }: FastifyReply, then: () => void): void {
  const waiting = waitingAt(socket);
  const over = () => {
    // Both may close: Node closes the response during the socket's own event.
    if (waiting.delete(over)) then();
  };
  waiting.add(over);
  response.once('close', over);
}

const waitingBySocket = new WeakMap<Socket, Set<() => void>>();

/** Answers that wait for their turn on a connection are not closed with it, so they are told when it closes. */
function waitingAt(socket: Socket): Set<() => void> {
  const known = waitingBySocket.get(socket);
  if (known) return known;
  const waiting = new Set<() => void>();
  waitingBySocket.set(socket, waiting);
  socket.once('close', () => {
    for (const over of waiting) over();
  });
  return waiting;
}
