import { requestMalformed, RosterError, type FieldError } from '@roster/contracts';
import { join } from './path.js';

const DEEPEST = 32;

/**
 * What no input may contain, whatever its DTO says. Keys that every object inherits (`__proto__`, `constructor` …) are
 * errors, because the transformer would drop them silently. So is, in keys and values, what Postgres cannot store: the
 * character NUL, and half of a surrogate pair. Throws `request.malformed` beyond 32 levels, so that no later step runs
 * out of stack.
 */
export function hazards(value: unknown, path = '', depth = 1): FieldError[] {
  if (typeof value === 'string') return unstorable(value, path);
  if (typeof value !== 'object' || value === null) return [];
  if (depth > DEEPEST) throw new RosterError(requestMalformed, `The input is nested more than ${DEEPEST} levels deep`);
  if (Array.isArray(value)) return value.flatMap((item, index) => hazards(item, join(path, index), depth + 1));
  return Object.entries(value).flatMap(([key, item]) => {
    if (key in Object.prototype) return [{ path: join(path, key), message: 'is not an allowed name' }];
    return [...unstorable(key, join(path, key)), ...hazards(item, join(path, key), depth + 1)];
  });
}

function unstorable(text: string, path: string): FieldError[] {
  if (text.includes('\0')) return [{ path, message: 'must not contain NUL' }];
  return text.isWellFormed() ? [] : [{ path, message: 'must not contain half of a surrogate pair' }];
}
