/** A schema of the OpenAPI document, in those of its words that contracts use. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | (() => object);
  items?: Schema;
  additionalProperties?: boolean | Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  enum?: readonly (string | boolean)[];
  oneOf?: (Schema | { $ref: string })[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  isArray?: true;
  nullable?: true;
}

interface Description {
  /** The prototype of the DTO. */
  dto: object;
  member: string;
  schema: Schema;
}

const descriptions: Description[] = [];

/**
 * What the OpenAPI document says of a member whose TypeScript type says too little. A note and no more, in place of Nest's
 * own `@ApiProperty`: by that each service would load all of @nestjs/swagger for a document that only the gateway shows.
 */
export const Described =
  (schema: Schema) =>
  (dto: object, member: string): void => {
    descriptions.push({ dto, member, schema });
  };

/** For the gateway, which makes the document of it. */
export const descriptionsOfMembers = (): readonly Description[] => descriptions;

/**
 * What the build has read from the contracts' sources for the OpenAPI document: types, comments and rules, as Nest's compiler
 * plugin finds them. In a module of its own, for the gateway only. Where sources are run as they are, there is none.
 */
export async function openApiMetadata(): Promise<() => Promise<Record<string, unknown>>> {
  const module = new URL('../openapi.js', import.meta.url).href;
  return ((await import(module)) as { default: () => Promise<Record<string, unknown>> }).default;
}
