import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestInvalid, RosterError, type CallContext, type ClientOrigin } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';
import { EXPOSURE, type Exposure } from './exposure.js';

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
/** A key has 200 characters at the most. */
const TOO_LONG = 201;
const LONGEST_USER_AGENT = 400;
/** Stands for what no key may hold. */
const NO_KEY = '\ufffd';
const VERSION = /^\d{1,15}$/;

/** In whose name the service is asked, and what it needs to tell this request from others. */
export const Call = createParamDecorator((_: unknown, execution: ExecutionContext): CallContext => {
  const exposure: unknown = Reflect.getMetadata(EXPOSURE, execution.getHandler());
  return callContext(execution.switchToHttp().getRequest<FastifyRequest>(), exposure as Exposure | undefined);
});

function callContext(request: FastifyRequest, exposure?: Exposure): CallContext {
  const { id, method, headers, authenticated } = request;
  const { traceparent } = headers;
  const takesKey = exposure?.takesKey === true && method !== 'GET' && method !== 'HEAD';
  const atLeast = readAtLeast(headers['roster-at-least']);
  const idempotencyKey = takesKey ? readIdempotencyKey(headers['idempotency-key']) : undefined;
  return {
    requestId: id,
    client: originOf(request),
    ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(authenticated ? { accountId: authenticated.session.accountId, actor: authenticated.actor } : {}),
  };
}

/** The address is that of the connection, or what our own proxies said of it (`TRUST_PROXY`): no other header counts. */
function originOf({ ip, headers, device }: FastifyRequest): ClientOrigin {
  const userAgent = headers['user-agent']?.slice(0, LONGEST_USER_AGENT);
  return { address: ip, ...(userAgent && { userAgent }), ...(device && { deviceHash: hash('sha256', device) }) };
}

/**
 * The key is the service's to refuse, after the permission. So one that is none stays none: what the bus would trim or
 * drop is made plain, and what is too long stays so.
 */
function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  return (
    String(header)
      .slice(0, TOO_LONG)
      .replace(/[^\x21-\x7e]/g, NO_KEY) || NO_KEY
  );
}

/** The version that an answer must not be older than. */
export function readAtLeast(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (isVersion(header)) return Number(header);
  throw invalidHeader('Roster-At-Least', 'must be a version');
}

export const isVersion = (header: string | string[]): header is string =>
  typeof header === 'string' && VERSION.test(header);

const invalidHeader = (path: string, message: string) =>
  new RosterError(requestInvalid, undefined, { details: { errors: [{ path, message }] } });
