import { requestMalformed, RosterError } from '@roster/contracts';
import { visit } from 'jsonc-parser';

const DEEPEST = 32;

/**
 * The body of a request: one JSON object, nothing for none. Refuses what two readers could understand differently or
 * what could harm one of them: keys that stand twice, names that reach into prototypes, numbers that JSON cannot carry
 * on, broken UTF-8 and deep nesting. Throws `request.malformed`.
 */
export function parseJsonBody(body: Uint8Array): object {
  if (body.length === 0) return {};
  const text = decode(body);
  // Before the parse: it bounds the depth, and the visitor leaves at the first offence.
  inspect(text);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The body must be an object');
  return value;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw malformed('The body is not UTF-8', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('The body is not JSON', cause);
  }
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
