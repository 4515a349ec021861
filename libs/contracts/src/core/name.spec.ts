import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import fc from 'fast-check';

import * as contracts from '../index.js';
import { cleanName, IsName, NAME_RULE, nameKey } from './name.js';

class Named {
  @IsName(60)
  name!: string;
}

/** The name as it is taken, or the code of the error. */
const taken = (typed: unknown) => {
  const named = plainToInstance(Named, { name: typed });
  const [error] = validateSync(named);
  if (!error) return { name: named.name };
  const [rule = ''] = Object.keys(error.constraints ?? {});
  return { refused: (error.contexts?.[rule] as { code: string } | undefined)?.code ?? rule };
};

const spelt = (...codes: number[]) => String.fromCodePoint(...codes);

const HIDDEN = [
  0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x2060, 0x2064, 0x206a, 0x2800, 0x3164, 0xfe0f, 0xfeff,
  0xffa0, 0xfff9, 0x1d173, 0xe0001, 0xe0061,
];
const TURNING = [0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
const BREAKING = [0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029];
const BLANK = [0x20, 0xa0, 0x1680, 0x2003, 0x2009, 0x202f, 0x205f, 0x3000];

describe('a name that somebody types', () => {
  const refused = [
    ...BREAKING.map((code) => [code, 'name.control'] as const),
    ...TURNING.map((code) => [code, 'name.direction'] as const),
    ...HIDDEN.filter((code) => !TURNING.includes(code)).map((code) => [code, 'name.invisible'] as const),
  ];
  it.each(refused)('with U+%d is refused: %s', (code, reason) => {
    for (const name of [`Ada${spelt(code)}Lovelace`, `${spelt(code)}Ada`, `Ada${spelt(code)}`, spelt(code)])
      expect(taken(name)).toEqual({ refused: reason });
  });

  it('says which character it is', () => {
    const [error] = validateSync(plainToInstance(Named, { name: 'Ada\u202eecalevoL' }));
    expect(Object.values(error?.constraints ?? {})).toEqual([
      'name must not contain U+202E, which changes the direction of text',
    ]);
  });

  it('has one space for each run of blanks, and none around it', () => {
    const blanks = fc.array(fc.constantFrom(...BLANK), { minLength: 1, maxLength: 4 }).map((codes) => spelt(...codes));
    fc.assert(
      fc.property(blanks, blanks, blanks, (before, within, after) => {
        expect(taken(`${before}Ada${within}Lovelace${after}`)).toEqual({ name: 'Ada Lovelace' });
        expect(taken(before)).toMatchObject({ refused: expect.any(String) });
      }),
    );
  });

  it.each([
    'Zoë',
    'Øystein Æsop',
    'Nguyễn Thị',
    'O’Neil-Smith',
    '李小龍',
    'محمد',
    'می‌خواهم',
    'क्‍ष',
    'Team 🚀',
    '👩‍💻 Builders',
    '❤️ Care',
    'Dr. X (Ops) & Co.',
    '葛\u{e0100}城',
  ])('%s is taken as it is', (name) => expect(taken(name)).toEqual({ name: name.normalize('NFC') }));
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...HIDDEN,
        ...TURNING,
        ...BREAKING,
        ...BLANK,
        0x41,
        0x1f469,
        0x1f4bb,
        0x645,
        0x301,
        0xdf,
        0x130,
        0x3c2,
      ),
      { maxLength: 12 },
    )
    .map((codes) => spelt(...codes)),
);

describe('a name that a provider sends', () => {
  it('is cleaned into one that could have been typed, and stays so', () => {
    fc.assert(
      fc.property(
        text.filter((typed) => typed.isWellFormed()),
        (sent) => {
          const name = cleanName(sent, 60);
          if (name === undefined) return;
          expect(taken(name)).toEqual({ name });
          expect(cleanName(name, 60)).toBe(name);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps what can be seen', () => {
    expect(cleanName('\u202eAda\u200b\tLove\u00adlace\ufeff ', 80)).toBe('Ada Lovelace');
    expect(cleanName('👩‍💻 Ada', 1)).toBe('👩');
    expect(cleanName(' \u200b\n', 80)).toBeUndefined();
  });
});

describe('the key by which names are compared', () => {
  it('is the same for its own key, in any case, in any normal form, and with other blanks', () => {
    fc.assert(
      fc.property(text, (name) => {
        const key = nameKey(name);
        expect(nameKey(key)).toBe(key);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(nameKey(name.normalize(form))).toBe(key);
        expect(nameKey(` ${name}\u00a0`)).toBe(key);
        expect(nameKey(`\u200b${name}\u2060`)).toBe(key);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['ﬁeld', 'FIELD'],
    ['Ｓａｌｅｓ', 'sales'],
    ['ΌΔΟΣ', 'όδος'],
    ['Ops  Team', 'ops\u00a0team'],
    ['Cafe\u0301', 'CAFÉ'],
  ])('takes %s and %s for one', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

  it.each([
    ['Résumé', 'Resume'],
    ['Sales', 'Sale'],
    ['Аdmin', 'Admin'],
  ])('tells %s and %s apart', (one, other) => expect(nameKey(one)).not.toBe(nameKey(other)));
});

/** Properties that are called names but are not given by people: AuthZEN's action is the name of a permission. */
const NO_NAMES = new Set(['AuthzenAction.name']);

it('is what every input of the contracts that is a name goes by', () => {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<new () => unknown, { propertyName: string; name?: string; target: { name: string } }[]>;
  };
  // Rules stand in one store for the whole process, which has those of other tests' classes too.
  const own = new Set<unknown>(Object.values(contracts));
  const inputs = [...validationMetadatas.values()]
    .flat()
    .filter(({ target, propertyName }) => own.has(target) && /(^n|N)ame$/.test(propertyName));
  const places = new Set(inputs.map(({ target, propertyName }) => `${target.name}.${propertyName}`));
  const ruled = inputs.filter(({ name }) => name === NAME_RULE);
  const held = new Set(ruled.map(({ target, propertyName }) => `${target.name}.${propertyName}`));
  expect([...places].filter((place) => !held.has(place) && !NO_NAMES.has(place))).toEqual([]);
  expect(held.size).toBeGreaterThan(15);
});
