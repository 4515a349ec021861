import { isUtf8 } from 'node:buffer';
import { requestMalformed, RosterError } from '@roster/contracts';
import { visit } from 'jsonc-parser';
import { isPlain } from './plain-json.js';

const DEEPEST = 32;

const harmless = new WeakSet<object>();

/** Whether every name and text in this parsed body is certainly harmless; false where the quick look could not tell. */
export const isHarmless = (body: object): boolean => harmless.has(body);

/**
 * The body of a request: one JSON object, an empty one for no body. Refuses what two parsers could read differently or
 * what could harm one of them: keys that stand twice, names that reach into prototypes, numbers that JSON cannot pass on,
 * broken UTF-8 and deep nesting. Throws `request.malformed`.
 */
export function parseJsonBody(body: Uint8Array): object {
  if (body.length === 0) return {};
  const text = decode(body);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The body must be an object');
  return value;
}

function decode(body: Uint8Array): string {
  if (!isUtf8(body)) throw malformed('The body is not UTF-8');
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** Nearly every body is plain, which is quick to see. All others are read again, to tell what is wrong. */
function parse(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    inspect(text);
    throw malformed('The body is not JSON', cause);
  }
  if (!isPlain(value, text, DEEPEST)) inspect(text);
  else if (typeof value === 'object' && value !== null) harmless.add(value);
  return value;
}

function inspect(text: string): void {
  const open: Set<string>[] = [];
  const enter = () => {
    if (open.length === DEEPEST) throw malformed(`The body is nested more than ${DEEPEST} levels deep`);
    open.push(new Set());
  };
  const leave = () => {
    open.pop();
  };
  visit(
    text,
    {
      onObjectBegin: enter,
      onObjectEnd: leave,
      onArrayBegin: enter,
      onArrayEnd: leave,
      onObjectProperty: (...[key, , , , , path]) => {
        const keys = open.at(-1);
        if (keys?.has(key)) throw malformed(`The key "${key}" stands twice in one object`);
        keys?.add(key);
        if (key === '__proto__' || (key === 'prototype' && path().at(-1) === 'constructor')) {
          throw malformed(`The key "${key}" is not allowed`);
        }
      },
      onLiteralValue: (value) => {
        if (typeof value === 'number' && !Number.isFinite(value)) throw malformed('A number is out of range');
      },
    },
    { disallowComments: true },
  );
}

const malformed = (message: string, cause?: unknown) =>
  new RosterError(requestMalformed, message, cause === undefined ? {} : { cause });
