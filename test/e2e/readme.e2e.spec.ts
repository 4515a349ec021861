import { beforeAll, describe, expect, it } from '@jest/globals';
import { read } from '../docs/repository.js';
import { blocksOf, namedRoutes, requestsOf } from '../docs/snippets.js';
import { sharedSystem } from '../harness/system.js';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly anyOf?: Schema[];
  readonly oneOf?: Schema[];
  readonly allOf?: Schema[];
  readonly additionalProperties?: unknown;
}
interface Operation {
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
}
interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Schema> };
}

const README = read('README.md');
const requests = blocksOf(README, 'sh').flatMap(requestsOf);
const named = namedRoutes(README);

/** What the README asks, against what the API's document says that can be asked. */
describe('the README', () => {
  let document: OpenApi;

  beforeAll(async () => {
    document = (await sharedSystem().api.get('/openapi.json')).body as OpenApi;
  });

  const operation = (method: string, path: string): Operation | undefined => {
    const parts = path.split('/');
    const found = Object.entries(document.paths).find(([template, operations]) => {
      const wanted = template.split('/');
      const fits =
        wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || part.startsWith('{'));
      return fits && method.toLowerCase() in operations;
    });
    return found?.[1][method.toLowerCase()];
  };

  /** All forms of a schema: behind its reference, and of each alternative. */
  const formsOf = (schema: Schema): Schema[] => {
    const name = schema.$ref?.split('/').at(-1);
    const target = name === undefined ? schema : (document.components.schemas[name] ?? {});
    const parts = [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])];
    return [target, ...parts.flatMap(formsOf)];
  };

  /** Where a value has fields that the schema does not know. */
  const unknownIn = (value: unknown, schema: Schema, at = ''): string[] => {
    const forms = formsOf(schema);
    if (Array.isArray(value)) {
      const items = forms.find((form) => form.items)?.items;
      return items ? value.flatMap((item, index) => unknownIn(item, items, `${at}[${index}]`)) : [];
    }
    if (typeof value !== 'object' || value === null || forms.some((form) => form.additionalProperties)) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const known = forms.flatMap((form) => form.properties?.[name] ?? []);
      if (known.length === 0) return [`${at}.${name}`];
      const complaints = known.map((one) => unknownIn(inner, one, `${at}.${name}`));
      return complaints.find((each) => each.length === 0) ?? complaints[0] ?? [];
    });
  };

  const bodyOf = ({ requestBody }: Operation): Schema => requestBody?.content['application/json']?.schema ?? {};

  it('asks something', () => {
    expect(requests.length).toBeGreaterThan(12);
    expect(named.length).toBeGreaterThan(7);
  });

  it.each(requests.map((request) => [`${request.method} ${request.path}`, request] as const))(
    'asks what there is: %s',
    (_, { method, path, body }) => {
      const asked = operation(method, path);
      expect(asked).toBeDefined();
      expect(unknownIn(body, bodyOf(asked ?? {}))).toEqual([]);
    },
  );

  it.each(named.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'names what there is: %s',
    (_, { method, path, fields }) => {
      const asked = operation(method, path);
      expect(asked).toBeDefined();
      const body = Object.fromEntries(fields.map((name) => [name, undefined]));
      expect(unknownIn(body, bodyOf(asked ?? {}))).toEqual([]);
    },
  );
});
