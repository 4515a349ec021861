import { applyDecorators, HttpStatus } from '@nestjs/common';
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
  HIGHEST_VERSION,
  internal,
  permissionDenied,
  requestInvalid,
  requestMalformed,
  RosterError,
  serviceTimeout,
  serviceUnavailable,
  sessionAccountChanged,
  sessionRequired,
  type Condition,
  type ErrorKind,
} from '@roster/contracts';
import type { DeclaredRoute } from '../http/exposure/declared-routes.js';
import type { ExposedContract, Exposure } from '../http/exposure/exposure.js';
import { crossSite, mediaTypeUnsupported, requestTooLarge } from '../http/problems/kinds.js';
import { Problem, statusFor } from '../http/problems/problem.js';
import { propertiesOf, without } from './shapes.js';

/** Names the DTO whose members a list takes in its query, until `withQueryParameters` has written them as parameters. */
export const QUERY_EXTENSION = 'x-query';

const described = new WeakSet<object>();

/**
 * Has Swagger's own decorators say about each route what its contract says: once, and not before the document is asked
 * for. Most gateways never are, and it wants the contracts' metadata.
 */
export function describeRoutes(routes: readonly DeclaredRoute[]): void {
  for (const { controller, name, method, path, exposure } of routes) {
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, name);
    const handler = descriptor?.value as object | undefined;
    if (!exposure || !handler || described.has(handler)) continue;
    described.add(handler);
    applyDecorators(...documentation({ exposure, method, path }))(controller.prototype, name, descriptor);
  }
}

type Exposed = Pick<DeclaredRoute, 'method' | 'path'> & { exposure: Exposure };

/** Everything that OpenAPI says about a route, from its contract. */
function documentation({ exposure, method, path }: Exposed): MethodDecorator[] {
  const { contract, summary, operationId, session, fills, takesKey, takesVersion, names } = exposure;
  const { permission } = contract;
  const reads = method === 'GET';
  const params = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const elsewhere = [...params, ...fills, ...(reads && takesVersion ? ['atLeast'] : [])];
  return [
    ApiOperation({ summary, operationId, description: descriptionOf(exposure) }),
    ApiExtension('x-permission', typeof permission === 'string' ? permission : permission.open),
    ...(session === 'none' ? [] : [atLeastHeader]),
    ...params.map((name) => ApiParam({ name, schema: parameterSchema(names.includes(name)) })),
    ...(reads ? query(contract, elsewhere) : body(contract, elsewhere)),
    ...(reads || !takesKey ? [] : [idempotencyKeyHeader]),
    ...(session === 'none' ? [] : [ApiBearerAuth('bearer'), ApiCookieAuth('cookie'), accountHeader, backgroundHeader]),
    answerOf(exposure),
    ...problems(exposure, path, !reads),
  ];
}

const OPEN: Readonly<Record<string, string>> = {
  public: 'Open to everybody: no session is needed.',
  person: 'Takes a session of a person; a key of the API is refused.',
  self: 'Takes a session, and no permission for what is one’s own.',
};

const OR_WHEN: Readonly<Record<Condition, string>> = { billingContact: ', or being the billing contact' };

/** What an operation does, who may ask it, what it asks besides, and which failures are its own. */
function descriptionOf({ contract, summary }: Exposure): string {
  const { description, permission, orWhen, errors } = contract;
  const own = errors.map(({ code, status, title }) => `\n- ${status} \`${code}\`: ${title}`).join('');
  return [
    `${summary}.`,
    description,
    typeof permission === 'string'
      ? `Takes the permission \`${permission}\`${orWhen ? OR_WHEN[orWhen] : ''}.`
      : OPEN[permission.open],
    own && `Its own refusals:\n${own}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const parameterSchema = (isName: boolean) =>
  isName ? ({ type: 'string', maxLength: 200 } as const) : ({ type: 'string', format: 'uuid' } as const);

function query({ input }: ExposedContract, elsewhere: string[]): MethodDecorator[] {
  if (propertiesOf(input).every((name) => elsewhere.includes(name))) return [];
  const asked = without(input, elsewhere, `${input.name}Asked`);
  return [ApiExtraModels(asked), ApiExtension(QUERY_EXTENSION, asked.name)];
}

function body({ input }: ExposedContract, elsewhere: string[]): MethodDecorator[] {
  if (propertiesOf(input).every((name) => elsewhere.includes(name))) return [];
  return [ApiBody({ type: without(input, elsewhere, `${input.name}Body`) })];
}

const atLeastHeader = ApiHeader({
  name: 'Roster-At-Least',
  required: false,
  description: 'The `Roster-Version` of a write: the answer is no older, or it is 503 `check.stale`.',
  schema: { type: 'integer', minimum: 0, maximum: HIGHEST_VERSION },
});

const idempotencyKeyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
});

const accountHeader = ApiHeader({
  name: 'Roster-Account',
  required: false,
  description: 'The account that the client shows: 409 `session.account-changed` where the session is in another one.',
  schema: { type: 'string', format: 'uuid' },
});

const backgroundHeader = ApiHeader({
  name: 'Roster-Background',
  required: false,
  description: '`1` where no person caused the request: it does not keep the session from ending unused.',
  schema: { type: 'string', enum: ['1'] },
});

function answerOf({ contract, status, omits, mediaType, answer }: Exposure): MethodDecorator {
  if (status === HttpStatus.NO_CONTENT) return ApiResponse({ status, description: 'Done.' });
  if (mediaType !== undefined) {
    const content = { [mediaType]: { schema: { type: 'string' as const } } };
    const response = ApiResponse({ status, description: 'Done.', content });
    return answer ? applyDecorators(ApiExtraModels(answer), response) : response;
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
    ...(session === 'none' ? [] : [apiKeyNetwork, sessionAccountChanged]),
    ...(isDeniedToSome(contract) ? [permissionDenied] : []),
    ...contract.errors,
    requestInvalid,
    internal,
    serviceUnavailable,
    serviceTimeout,
  ];
  const statusOf = (kind: ErrorKind) => statusFor(new RosterError(kind), path);
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

/** Whether people who lack the permission are refused, or keys of the API where only people may ask. */
const isDeniedToSome = ({ permission }: ExposedContract): boolean =>
  typeof permission === 'string' || permission.open === 'person';

/** One status that a route may fail with, and the kinds of failure behind it. */
const problem = (status: number, kinds: ErrorKind[]): MethodDecorator =>
  ApiResponse({
    status,
    description: kinds.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } },
  });
