import type { OpenAPIObject } from '@nestjs/swagger';
import { QUERY_EXTENSION } from './documentation.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Schema = Exclude<NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string], { $ref: string }>;

/** Writes the members of each list's query DTO as parameters: OpenAPI has no schema for a whole query. */
export function withQueryParameters(document: OpenAPIObject): OpenAPIObject {
  const queries = new Set<string>();
  for (const { get } of Object.values(document.paths)) {
    const name = get && takeExtension(get);
    if (!get || !name) continue;
    queries.add(name);
    const schema = document.components?.schemas?.[name];
    if (schema && !('$ref' in schema)) get.parameters = [...(get.parameters ?? []), ...parametersOf(schema)];
  }
  for (const name of queries) delete document.components?.schemas?.[name];
  return document;
}

function takeExtension(operation: Operation): string | undefined {
  const name: unknown = Reflect.get(operation, QUERY_EXTENSION);
  Reflect.deleteProperty(operation, QUERY_EXTENSION);
  return typeof name === 'string' ? name : undefined;
}

const parametersOf = ({ properties = {}, required = [] }: Schema) =>
  Object.entries(properties).map(([name, schema]) => {
    const described = '$ref' in schema ? {} : { description: schema.description };
    return { name, in: 'query' as const, required: required.includes(name), ...described, schema };
  });
