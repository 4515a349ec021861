import { hash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HIGHEST_VERSION, requestInvalid, RosterError, type CallContext, type ClientOrigin } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../server/client-address.js';
import { EXPOSURE, type Exposure } from './exposure.js';

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
/** A key has 200 characters at the most. */
const TOO_LONG = 201;
const LONGEST_USER_AGENT = 400;
/** Replaces every character that a key may not have. */
const NO_KEY = '\ufffd';
const VERSION = /^\d{1,10}$/;

/** For whom the service is asked, and what identifies this request. */
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

function originOf(request: FastifyRequest): ClientOrigin {
  const { headers, device } = request;
  const userAgent = headers['user-agent']?.slice(0, LONGEST_USER_AGENT);
  return {
    address: clientAddress(request),
    ...(userAgent && { userAgent }),
    ...(device && { deviceHash: hash('sha256', device) }),
  };
}

/**
 * The service refuses a bad key, after the permission. So a bad key must stay bad on its way: what the bus would trim or
 * drop is replaced by something that no key may have, and a key that is too long stays too long.
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
  throw invalidHeader('Roster-At-Least', 'must be a version: a whole number that an account can reach');
}

export const isVersion = (header: string | string[]): header is string =>
  typeof header === 'string' && VERSION.test(header) && Number(header) <= HIGHEST_VERSION;

const invalidHeader = (path: string, message: string) =>
  new RosterError(requestInvalid, undefined, { details: { errors: [{ path, message }] } });
