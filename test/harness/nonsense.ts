import type { OpenApi } from './answers.js';

/** What programs send by mistake, and attackers on purpose, in place of what is asked for. */
export const NONSENSE: readonly unknown[] = [
  null,
  7,
  1e308,
  'x',
  '',
  '\0',
  'x'.repeat(100_000),
  true,
  [],
  [[]],
  {},
  JSON.parse('{"__proto__":1}'),
];

/** The same in a query and in a path, as it stands in a URL. */
export const NONSENSE_TEXTS = ['', 'x', '0x10', '1e2', '-1', '9'.repeat(400), '%00', '__proto__', 'x'.repeat(2_000)];

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly mapping: Readonly<Record<string, string>>; readonly propertyName: string };
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
}

type Path = readonly (string | number)[];

/** Bodies as a schema of the API's document asks for them. */
export class PlausibleBodies {
  /** `values`: by the name of a member, what it has; others have what their type allows. */
  constructor(
    private readonly document: OpenApi,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** One body, or one for each kind of object where there are several. */
  of(schema: Schema): unknown[] {
    const kinds = Math.max(1, ...[schema, ...Object.values(this.resolved(schema).properties ?? {})].map(kindsOf));
    return Array.from({ length: kinds }, (_, kind) => this.value(schema, '', kind));
  }

  private value(schema: Schema, name: string, kind: number): unknown {
    if (schema.oneOf) return this.oneOf(schema, kind);
    const { type, properties, items, minimum, enum: words } = this.resolved(schema);
    if (properties) {
      return Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, this.value(part, key, kind)]));
    }
    if (items) return [this.value(items, name.replace(/s$/, ''), kind)];
    if (name in this.values) return this.values[name];
    if (words) return words[0];
    const first = typeof type === 'string' ? type : type?.find((each) => each !== 'null');
    if (first === 'number' || first === 'integer') return minimum ?? 1;
    return first === 'boolean' ? true : first === 'object' ? {} : 'plausible';
  }

  private oneOf({ oneOf = [], discriminator }: Schema, kind: number): unknown {
    const chosen = oneOf[kind % oneOf.length] ?? {};
    const named = Object.entries(discriminator?.mapping ?? {}).find(([, ref]) => ref === chosen.$ref)?.[0];
    const value = this.value(chosen, '', kind) as object;
    return discriminator && named ? { ...value, [discriminator.propertyName]: named } : value;
  }

  private resolved(schema: Schema): Schema {
    const name = schema.$ref?.replace(/^.*\//, '');
    return name === undefined ? schema : (this.document.components.schemas[name] ?? {});
  }
}

const kindsOf = ({ oneOf }: Schema): number => oneOf?.length ?? 1;

/** Every place in a value, its own included, also in lists. */
export function placesIn(value: unknown, at: Path = []): Path[] {
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const key = (name: string) => (Array.isArray(value) ? Number(name) : name);
  return [at, ...parts.flatMap(([name, part]) => placesIn(part, [...at, key(name)]))];
}

/** The value with something else at one place. */
export function replacedAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replacedAt(item, rest, by) : item));
  const members = value as Record<string, unknown>;
  return { ...members, [key]: replacedAt(members[key], rest, by) };
}
