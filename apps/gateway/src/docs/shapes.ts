import { OmitType } from '@nestjs/swagger';
import type { Class } from '@roster/contracts';
import { getMetadataStorage } from 'class-validator';

/** The member by which Swagger's compiler plugin describes a DTO class. */
const PLUGIN = '_OPENAPI_METADATA_FACTORY';

/** The names of a DTO's members: those with a rule, and those that the documentation describes. */
export function propertiesOf(dto: Class<object>): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  for (let cls: object | null = dto; cls; cls = Reflect.getPrototypeOf(cls)) {
    const describe: unknown = Object.hasOwn(cls, PLUGIN) && Reflect.get(cls, PLUGIN);
    if (typeof describe === 'function') for (const name of Object.keys(describe())) names.add(name);
  }
  return [...names];
}

const made = new Map<string, Class<object>>();

/** The DTO without some members, under a name of its own; the DTO itself where it has none of them. */
export function without(dto: Class<object>, omitted: readonly string[], name: string): Class<object> {
  if (!propertiesOf(dto).some((property) => omitted.includes(property))) return dto;
  const known = made.get(name);
  if (known) return known;
  const rest = OmitType(dto, omitted as never[]);
  Object.defineProperty(rest, 'name', { value: name });
  made.set(name, rest);
  return rest;
}
