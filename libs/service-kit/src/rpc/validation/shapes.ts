import type { FieldError } from '@roster/contracts';
import { isNested, mayBeLeftOut, rulesOf, type Rule } from './constraints.js';
import { join } from './path.js';

/**
 * Checks shapes that class-validator lets pass: a single value under `each: true`, a list where a nested object is
 * declared, a list as an item of a list of objects, and null where a value may be left out. A handler that trusts its DTO's types would fail half-way.
 * `hazards` limits the depth.
 */
export function shapeErrors(target: object, parent = ''): FieldError[] {
  const errors = new Map<string, FieldError>();
  const nested: FieldError[] = [];
  for (const rule of rulesOf(target)) {
    const value: unknown = Reflect.get(target, rule.propertyName);
    if (value === undefined) continue;
    const path = join(parent, rule.propertyName);
    if (value === null) {
      if (mayBeLeftOut(rule)) errors.set(path, { path, message: 'must not be null: leave it out' });
      continue;
    }
    const list = Array.isArray(value);
    if (rule.each && !list) errors.set(path, { path, message: 'must be a list' });
    else if (isNested(rule) && list && !isList(target, rule)) errors.set(path, { path, message: 'must be an object' });
    else if (isNested(rule)) nested.push(...nestedErrors(value, path));
  }
  return [...errors.values(), ...nested];
}

function nestedErrors(value: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => itemErrors(item, join(path, index)));
  return typeof value === 'object' && value !== null ? shapeErrors(value, path) : [];
}

/** class-validator looks into lists within lists, and finds nothing wrong with an empty one. */
const itemErrors = (item: unknown, path: string): FieldError[] =>
  Array.isArray(item) ? [{ path, message: 'must be an object' }] : nestedErrors(item, path);

function isList(target: object, rule: Rule): boolean {
  return rule.each || Reflect.getMetadata('design:type', target, rule.propertyName) === Array;
}
