import type { FieldError } from '@roster/contracts';
import type { ValidationError } from 'class-validator';
import { eachConstraints } from './constraints.js';
import { join } from './path.js';

/** Flattens class-validator's tree of errors: one entry per place and rule. */
export function fieldErrors(errors: ValidationError[], parent = '', inArray = false): FieldError[] {
  return errors.flatMap((error) => {
    const path = join(parent, inArray ? Number(error.property) : error.property);
    return [...ownErrors(error, path), ...fieldErrors(error.children ?? [], path, Array.isArray(error.value))];
  });
}

function ownErrors(error: ValidationError, path: string): FieldError[] {
  return Object.entries(error.constraints ?? {}).flatMap(([rule, message]) => {
    const { code } = (error.contexts?.[rule] ?? {}) as Pick<FieldError, 'code'>;
    const coded = code === undefined ? {} : { code };
    const places = failingItems(error, rule);
    if (places.length === 0) return [{ path, ...coded, message }];
    return places.map((index) => ({
      path: join(path, index),
      ...coded,
      message: message.replace(/^each value in /, ''),
    }));
  });
}

/**
 * The items that break a rule. class-validator only says that some item does, so the rule is checked again item by
 * item.
 */
function failingItems(error: ValidationError, rule: string): number[] {
  const { target, property, value } = error;
  if (target === undefined || !Array.isArray(value)) return [];
  const items: unknown[] = value;
  const constraint = eachConstraints(target, property).find(({ name }) => name === rule);
  return constraint ? [...items.keys()].filter((index) => !constraint.accepts(items[index])) : [];
}
