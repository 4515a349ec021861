import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestInvalid, RosterError, type CallContext } from '@roster/contracts';
import type { FastifyRequest } from 'fastify';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const VERSION = /^\d{1,15}$/;

/** In whose name the service is asked, and what it needs to tell this request from others. */
export const Call = createParamDecorator((_: unknown, execution: ExecutionContext): CallContext => {
  return callContext(execution.switchToHttp().getRequest<FastifyRequest>());
});

/** The version that an answer must not be older than, from the header `Roster-At-Least`. */
export const AtLeast = createParamDecorator((_: unknown, execution: ExecutionContext): number | undefined => {
  return readAtLeast(execution.switchToHttp().getRequest<FastifyRequest>().headers['roster-at-least']);
});

function callContext({ id, headers, authenticated }: FastifyRequest): CallContext {
  const { traceparent } = headers;
  const idempotencyKey = readIdempotencyKey(headers['idempotency-key']);
  return {
    requestId: id,
    ...(typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {}),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(authenticated ? { accountId: authenticated.session.accountId, actor: authenticated.actor } : {}),
  };
}

function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return header;
  throw invalidHeader('Idempotency-Key', 'must be 1 to 200 visible characters');
}

function readAtLeast(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && VERSION.test(header)) return Number(header);
  throw invalidHeader('Roster-At-Least', 'must be a version');
}

const invalidHeader = (path: string, message: string) =>
  new RosterError(requestInvalid, undefined, { details: { errors: [{ path, message }] } });
