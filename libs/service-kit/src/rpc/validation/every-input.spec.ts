import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { allRpcs, RosterError, type Class } from '@roster/contracts';
import { plainToInstance } from 'class-transformer';
import { isNested, rulesOf, type Rule } from './constraints.js';
import { validate } from './validate.js';

/** What programs send by mistake, and attackers on purpose, in place of what a contract asks for. */
const NONSENSE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  '',
  'x',
  '\0',
  '\ud800',
  {},
  { x: 1 },
  { '': 1 },
  { length: 1 },
  [],
  [[]],
  [[[]]],
  [null],
  [true],
  [0],
  ['x'],
  [{}],
  [[{}]],
  [{}, []],
  JSON.parse('{"__proto__":{"x":1}}'),
  JSON.parse('{"constructor":{"prototype":{}}}'),
  JSON.parse('[{"__proto__":[]}]'),
];

interface Place {
  readonly cls: Class<object>;
  readonly member: string;
}

/** Every member of an input, and of every object inside it. */
function placesIn(cls: Class<object>, seen = new Set<Class<object>>()): Place[] {
  if (seen.has(cls)) return [];
  seen.add(cls);
  const rules = rulesOf(new cls());
  const members = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const nested = rules.filter(isNested).flatMap((rule) => placesIn(classAt(cls, rule), seen));
  return [...members.map((member) => ({ cls, member })), ...nested];
}

function classAt(cls: Class<object>, { propertyName }: Rule): Class<object> {
  const made: unknown = Reflect.get(plainToInstance(cls, { [propertyName]: {} }), propertyName);
  return (made as object).constructor as Class<object>;
}

/** Nested members whose value is not what a handler expects: an object, or a list of objects. */
function misshapen(instance: object): string[] {
  return rulesOf(instance)
    .filter(isNested)
    .flatMap(({ propertyName, each }) => {
      const value: unknown = Reflect.get(instance, propertyName);
      if (value === undefined || value === null) return [];
      const items: unknown[] = each ? (Array.isArray(value) ? value : [undefined]) : [value];
      return items.flatMap((item) =>
        typeof item === 'object' && item !== null && !Array.isArray(item) ? misshapen(item) : [propertyName],
      );
    });
}

/** Whether a nested member cannot have this value, whatever stands in it. */
function isMisshapen({ cls, member }: Place, value: unknown): boolean {
  const nested = rulesOf(new cls()).find((rule) => rule.propertyName === member && isNested(rule));
  if (!nested || value === null) return false;
  const items: unknown[] = nested.each && Array.isArray(value) ? value : [value];
  return items.some((item) => typeof item !== 'object' || item === null || Array.isArray(item));
}

/** Nothing where the input is refused with a code, or accepted in the shape that its class declares. */
function fault({ cls, member }: Place, value: unknown): string | undefined {
  const plain = Object.defineProperty({}, member, { value, enumerable: true });
  try {
    const broken = misshapen(validate(cls, plain));
    return broken.length > 0 ? `let ${JSON.stringify(value)} pass` : undefined;
  } catch (error) {
    if (!(error instanceof RosterError) || error.kind.status >= 500) {
      return `failed on ${JSON.stringify(value)}: ${String(error)}`;
    }
    // What is missing beside it is refused too, so the refusal has to name this place.
    const isNamed = error.details?.errors?.some(({ path }) => path.startsWith(member)) ?? true;
    return isNamed || !isMisshapen({ cls, member }, value) ? undefined : `named no fault in ${JSON.stringify(value)}`;
  }
}

describe('every input of every contract', () => {
  const inputs = new Set(allRpcs().map(({ input }) => input));
  const places = [...inputs].flatMap((input) => placesIn(input));

  it('refuses with a code what has not its shape, at every place', () => {
    expect(places.length).toBeGreaterThan(200);
    const faults = places.flatMap((place) =>
      NONSENSE.flatMap((value) => {
        const found = fault(place, value);
        return found === undefined ? [] : [`${place.cls.name}.${place.member} ${found}`];
      }),
    );
    expect([...new Set(faults)]).toEqual([]);
  });
});
