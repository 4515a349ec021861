import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { readAtLeast } from './call.js';
import { EXPOSURE, type Exposure } from './exposure.js';

/** An id that nothing has: a malformed id in a path is answered as an unknown one (`docs/decisions.md` 26). */
const UNKNOWN_ID = '00000000-0000-0000-0000-000000000000';

type Members = Record<string, unknown>;

export interface RequestParts {
  method: string;
  params: Members;
  query: Members;
  body: Members;
  /** Parameters that are passed on as they are: names of other systems. */
  names?: readonly string[];
}

/**
 * One input from path, query and body. The path counts first; a member that is sent in the wrong place is passed on under
 * a name that no contract knows (`body.memberId`), so that the service refuses it after the permission.
 */
export function mergeInput({ method, params, query, body, names = [] }: RequestParts): Members {
  const input: Members = {};
  // A secret must never be taken from a URL (S35): only reads and deletions have a query.
  const takesQuery = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  for (const [name, value] of Object.entries(params)) {
    define(input, name, names.includes(name) || isUUID(value, 'all') ? value : UNKNOWN_ID);
  }
  for (const [name, value] of Object.entries(body))
    define(input, Object.hasOwn(input, name) ? `body.${name}` : name, value);
  for (const [name, value] of Object.entries(query)) {
    define(input, takesQuery && !Object.hasOwn(input, name) ? name : `query.${name}`, value);
  }
  return input;
}

/** Sets a member, also one named `__proto__`, which the service will refuse. */
const define = (input: Members, name: string, value: unknown) =>
  Object.defineProperty(input, name, { value, enumerable: true, configurable: true, writable: true });

/** The input of the route's contract, unchecked: the service checks it, after the permission. */
export const Input = createParamDecorator((_: unknown, execution: ExecutionContext): Members => {
  const { method, params, query, body, headers } = execution.switchToHttp().getRequest<FastifyRequest>();
  const exposure = Reflect.getMetadata(EXPOSURE, execution.getHandler()) as Exposure | undefined;
  const { names = [], takesVersion = false } = exposure ?? {};
  const input = mergeInput({ method, params: members(params), query: members(query), body: members(body), names });
  return takesVersion ? raised(input, readAtLeast(headers['roster-at-least'])) : input;
});

/**
 * Takes the larger of both versions (`docs/decisions.md` 28); one in the body that is no version is left for the service
 * to refuse.
 */
function raised(input: Members, atLeast: number | undefined): Members {
  if (atLeast === undefined) return input;
  const given = input['atLeast'] ?? atLeast;
  return { ...input, atLeast: typeof given === 'number' ? Math.max(given, atLeast) : given };
}

const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? { ...value } : {});
