import { HttpStatus, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCookieAuth,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  apiKeyNetwork,
  internal,
  permissionDenied,
  requestInvalid,
  requestMalformed,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  sessionRequired,
  type Class,
  type ErrorKind,
  type RpcContract,
} from '@roster/contracts';
import { crossSite, mediaTypeUnsupported, requestTooLarge } from '../http/problems/kinds.js';
import { Problem, statusFor } from '../http/problems/problem.js';
import type { Exposure } from '../http/routes/exposure.js';
import { propertiesOf, without } from './shapes.js';

/** Names the DTO whose members a list takes in its query; `docs` writes them out as parameters. */
export const QUERY_EXTENSION = 'x-query';

interface Documented {
  exposure: Exposure;
  summary: string;
  answer: Class<object> | undefined;
  operationId: string | undefined;
  route: object | undefined;
}

/** Everything that OpenAPI says about a route, from its contract. */
export function documentation({ exposure, summary, answer, operationId, route }: Documented): MethodDecorator[] {
  const { contract, session, fills, takesKey, names } = exposure;
  const { permission } = contract;
  const { path, reads, params } = shapeOf(route);
  const elsewhere = [...params, ...fills];
  return [
    ApiOperation({ summary, operationId: operationId ?? operationIdOf(contract) }),
    ApiExtension('x-permission', typeof permission === 'string' ? permission : permission.open),
    ...params.map((name) => ApiParam({ name, schema: parameterSchema(names.includes(name)) })),
    ...(reads ? query(contract, elsewhere) : body(contract, elsewhere)),
    ...(reads || !takesKey ? [] : [idempotencyKeyHeader]),
    ...(session === 'none' ? [] : [ApiBearerAuth('bearer'), ApiCookieAuth('cookie')]),
    answerOf(exposure, answer),
    ...problems(exposure, path, !reads),
  ];
}

function shapeOf(route: object | undefined): { path: string; reads: boolean; params: string[] } {
  const path: unknown = route && Reflect.getMetadata(PATH_METADATA, route);
  const method: unknown = route && Reflect.getMetadata(METHOD_METADATA, route);
  if (typeof path !== 'string') throw new Error('@Exposes stands above the method of its route, such as @Get()');
  const params = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return { path, reads: method === RequestMethod.GET, params };
}

/** `rpc.access.member.set-roles` → `memberSetRoles`: stable, for generated clients. */
function operationIdOf({ subject }: RpcContract): string {
  const words = subject.split(/[.-]/).slice(2);
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

const parameterSchema = (isName: boolean) =>
  isName ? ({ type: 'string', maxLength: 200 } as const) : ({ type: 'string', format: 'uuid' } as const);

function query({ input }: RpcContract, elsewhere: string[]): MethodDecorator[] {
  if (propertiesOf(input).every((name) => elsewhere.includes(name))) return [];
  return [ApiExtraModels(input), ApiExtension(QUERY_EXTENSION, input.name)];
}

function body({ input }: RpcContract, elsewhere: string[]): MethodDecorator[] {
  if (propertiesOf(input).every((name) => elsewhere.includes(name))) return [];
  return [ApiBody({ type: without(input, elsewhere, `${input.name}Body`) })];
}

const idempotencyKeyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
});

function answerOf(
  { contract, status, omits, mediaType }: Exposure,
  answer: Class<object> | undefined,
): MethodDecorator {
  if (status === HttpStatus.NO_CONTENT) return ApiResponse({ status, description: 'Done.' });
  if (mediaType !== undefined) {
    const content = { [mediaType]: { schema: { type: 'string' as const } } };
    return ApiResponse({ status, description: 'Done.', content });
  }
  const type = answer ?? without(contract.output, omits, `${contract.output.name}Answer`);
  const versioned = propertiesOf(contract.output).includes('version');
  const headers = {
    'Roster-Version': { description: 'From this version on it holds.', schema: { type: 'integer' as const } },
  };
  return ApiResponse({ status, description: 'Done.', type, ...(versioned ? { headers } : {}) });
}

function problems({ contract, session }: Exposure, path: string, hasBody: boolean): MethodDecorator[] {
  const kinds = [
    ...(hasBody ? [crossSite, mediaTypeUnsupported, requestTooLarge] : []),
    requestMalformed,
    ...(session === 'required' ? [sessionRequired] : []),
    ...(session === 'none' ? [] : [apiKeyNetwork]),
    ...(isDeniedToSome(contract) ? [permissionDenied] : []),
    ...contract.errors,
    requestInvalid,
    internal,
    serviceUnavailable,
    serviceTimeout,
  ];
  const statusOf = (kind: ErrorKind) => statusFor(new RosterError(kind), `/${path}`);
  const statuses = [...new Set(kinds.map(statusOf))];
  return [
    ApiExtraModels(Problem),
    ...statuses.map((status) =>
      problem(
        status,
        kinds.filter((kind) => statusOf(kind) === status),
      ),
    ),
  ];
}

/** To who lacks the permission, or to keys of the API where only people may ask. */
const isDeniedToSome = ({ permission }: RpcContract): boolean =>
  typeof permission === 'string' || permission.open === 'person';

/** One status that a route may fail with, and the kinds of failure behind it. */
const problem = (status: number, kinds: ErrorKind[]): MethodDecorator =>
  ApiResponse({
    status,
    description: kinds.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
  });
