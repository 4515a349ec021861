import { HttpException } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  internal,
  requestInvalid,
  requestMalformed,
  RosterError,
  type ErrorDetails,
  type ErrorKind,
} from '@roster/contracts';
import {
  headersTooLarge,
  mediaTypeUnsupported,
  methodNotAllowed,
  requestTimeout,
  requestTooLarge,
  routeNotFound,
} from './kinds.js';

export class ProblemField {
  @ApiProperty({ description: 'Where in the input: `emails[1]`.' })
  path!: string;

  @ApiPropertyOptional({ description: 'What is wrong, for programs.' })
  code?: string;

  @ApiProperty({ description: 'What is wrong, for people.' })
  message!: string;

  @ApiPropertyOptional({ type: [String], description: 'What can be said there instead.' })
  choices?: string[];
}

/** Every refusal and failure, after RFC 9457. */
export class Problem {
  @ApiProperty({ description: 'The kind of problem as a URI.' })
  type!: string;

  @ApiProperty({ description: 'The kind of problem in words.' })
  title!: string;

  @ApiProperty({ description: 'The HTTP status.' })
  status!: number;

  @ApiProperty({ description: 'What happened this time.' })
  detail!: string;

  @ApiProperty({ description: 'The kind of problem for programs, `noun.reason`.' })
  code!: string;

  @ApiProperty({ description: 'Names this request in our logs.' })
  requestId!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Facts about it, by code.' })
  details?: Record<string, unknown>;

  @ApiPropertyOptional({ type: [ProblemField], description: 'What is wrong with the input, place by place.' })
  errors?: ProblemField[];
}

/** Turns any failure into one that a client may see; `internal` for all that was not expected. */
export function toRosterError(exception: unknown): RosterError {
  if (exception instanceof RosterError) return exception;
  const status = statusOf(exception);
  const kind = status === undefined ? internal : kindOfStatus(status);
  return new RosterError(kind, undefined, { cause: exception });
}

/** The document about a failure. From 500 on it tells only the kind: the cause is for the log. */
export function problemOf(error: RosterError, requestId: string, status = error.kind.status): Problem {
  const { code, title } = error.kind;
  const problem = { type: `urn:roster:problem:${code}`, title, status, detail: error.message, code, requestId };
  if (status >= 500) return { ...problem, detail: title };
  const { errors, ...details } = error.details ?? {};
  return {
    ...problem,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** The status of a failure. AuthZEN wants 400 for every request that cannot be read (`docs/decisions.md` 25). */
export function statusFor({ kind }: RosterError, url: string): number {
  const asBadRequest = kind === mediaTypeUnsupported || kind === requestInvalid;
  return asBadRequest && url.startsWith('/access/v1/') ? 400 : kind.status;
}

/** The headers that belong to a failure. */
export function problemHeaders(status: number, details: ErrorDetails | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (status === 405 && Array.isArray(details?.['allow'])) headers['allow'] = details['allow'].join(', ');
  if (status === 415) headers['accept-encoding'] = 'identity';
  if (status === 429 || status === 503) headers['retry-after'] = String(secondsToWait(details?.['retryAfter']));
  return headers;
}

const secondsToWait = (given: unknown): number =>
  typeof given === 'number' && Number.isFinite(given) && given > 0 ? Math.ceil(given) : 1;

/** Nest's and Fastify's own refusals carry a status, and words that are not ours. */
function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  if (typeof exception !== 'object' || exception === null || !('statusCode' in exception)) return undefined;
  return typeof exception.statusCode === 'number' ? exception.statusCode : undefined;
}

function kindOfStatus(status: number): ErrorKind {
  switch (status) {
    case 403: // A file outside of its folder.
    case 404:
    case 414:
      return routeNotFound;
    case 405:
      return methodNotAllowed;
    case 408:
      return requestTimeout;
    case 413:
      return requestTooLarge;
    case 415:
      return mediaTypeUnsupported;
    case 422:
      return requestInvalid;
    case 431:
      return headersTooLarge;
    default:
      return status < 500 ? requestMalformed : internal;
  }
}
