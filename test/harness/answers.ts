import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { Api, type Answer } from './api.js';

interface Schema {
  readonly [keyword: string]: unknown;
}
interface Response {
  readonly content?: Readonly<Record<string, { schema?: Schema }>>;
}
interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Checks answers against the API's document. A member that the document does not name is an error (S49). */
export class AnswerSchemas {
  /** Routes, as `GET /v1/me`, that were seen to succeed. */
  readonly answered = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly paths: readonly { path: string; pattern: RegExp }[];

  constructor(private readonly document: OpenApi) {
    this.ajv.addSchema({ $id: 'api', components: { schemas: each(document.components.schemas) } });
    // Those without a parameter first: `/sessions/current` is no id.
    const paths = Object.keys(document.paths).toSorted((a, b) => parameters(a) - parameters(b));
    this.paths = paths.map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  static async of(api: Api): Promise<AnswerSchemas> {
    return new AnswerSchemas((await api.get('/openapi.json')).body as OpenApi);
  }

  /** Every route whose success has a body. */
  get routes(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) =>
          Object.entries(responses).some(([status, { content }]) => +status < 300 && content),
        )
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** What is not as documented; undefined where all is. */
  violation(method: string, target: string, { status, headers, body }: Answer): string | undefined {
    const asked = target.replace(/[?#].*$/, '');
    const path = this.paths.find(({ pattern }) => pattern.test(asked))?.path;
    const operation = path && this.document.paths[path]?.[method.toLowerCase()];
    if (!path || !operation) return undefined;
    const route = `${method} ${path}`;
    const response = operation.responses[status];
    if (!response) return `${route} answers ${status}, of which its document does not know`;
    if (status < 300) this.answered.add(route);
    const type = headers.get('content-type')?.replace(/;.*$/, '') ?? '';
    const schema = response.content?.[type]?.schema;
    if (!schema)
      return body === '' || !type.includes('json') ? undefined : `${route} answers ${status} with a body of ${type}`;
    const isValid = this.validator(`${route} ${status} ${type}`, schema);
    if (isValid(body)) return undefined;
    const errors = isValid.errors?.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return `${route} answers ${status} otherwise than documented:\n${errors?.join('\n')}\n${JSON.stringify(body)}`;
  }

  /** The names of all members of all answers that succeed, each with the schema that has it. */
  get members(): { schema: string; member: string }[] {
    const seen = new Set<string>();
    const found: { schema: string; member: string }[] = [];
    const visit = (schema: unknown, name: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('$ref' in schema && typeof schema.$ref === 'string') {
        const target = schema.$ref.replace(/^.*\//, '');
        if (seen.has(target)) return;
        seen.add(target);
        return visit(this.document.components.schemas[target], target);
      }
      if ('properties' in schema && typeof schema.properties === 'object' && schema.properties) {
        for (const member of Object.keys(schema.properties)) found.push({ schema: name, member });
      }
      for (const part of Object.values(schema)) visit(part, name);
    };
    for (const operations of Object.values(this.document.paths)) {
      for (const { responses } of Object.values(operations)) {
        for (const [status, response] of Object.entries(responses)) if (+status < 300) visit(response.content, '');
      }
    }
    return found;
  }

  private validator(key: string, schema: Schema): ValidateFunction {
    const known = this.compiled.get(key) ?? this.ajv.compile(withRefs(strictly(schema)));
    this.compiled.set(key, known);
    return known;
  }
}

/** A client for which every answer that is not as documented is a failure. */
export class CheckedApi extends Api {
  constructor(
    url: string,
    private readonly schemas: AnswerSchemas,
    token?: string,
    password?: string,
  ) {
    super(url, token, password);
  }

  override as(token: string, password?: string): CheckedApi {
    return new CheckedApi(this.url, this.schemas, token, password);
  }

  protected override async ask(...request: Parameters<Api['send']>): Promise<Answer> {
    const answer = await super.ask(...request);
    const violation = this.schemas.violation(request[0], request[1], answer);
    if (violation) throw new Error(violation);
    return answer;
  }
}

const parameters = (path: string): number => path.split('{').length;

/** OpenAPI's `nullable` in the words of JSON Schema, and nothing beyond what is named, wherever something is. */
function strictly(schema: unknown): Schema {
  if (!isSchema(schema)) return {};
  const parts = Object.entries(schema).map(([key, part]) => [key, key === 'properties' ? each(part) : within(part)]);
  const { nullable, ...rest } = Object.fromEntries(parts) as Schema;
  const isOpen = 'additionalProperties' in rest || !('properties' in rest);
  const closed = isOpen ? rest : { ...rest, additionalProperties: false };
  return nullable === true ? { anyOf: [closed, { type: 'null' }] } : closed;
}

function within(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(within);
  return isSchema(part) ? strictly(part) : part;
}

/** Of a map from names, which may be those of keywords. */
const each = (schemas: unknown): Schema =>
  isSchema(schemas) ? Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, within(schema)])) : {};

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** References within the document, from outside it. */
function withRefs(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as Schema;
}
