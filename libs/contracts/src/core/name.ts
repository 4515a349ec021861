import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsNotEmpty, IsString, MaxLength, ValidateBy } from 'class-validator';

/** Unicode's blanks (general category Zs): a no-break space, an ideographic space, a thin space. */
const BLANKS = /\p{Zs}+/gu;

/** Line breaks and other controls. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** Marks, embeddings, overrides and isolates of UAX #9, 2. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What shows nothing: by Unicode's own list, with all format characters, and the empty Braille pattern. */
const INVISIBLE = /(?![\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;

/**
 * Invisible characters that change what is seen, where they stand: joiners within words of scripts that write with them
 * (RFC 5892, A.1 and A.2, in short), joiners and variation selectors within an emoji, and selectors of a Han variant.
 */
const JOINS =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}';
const SEEN = new RegExp(
  [
    `(?<=[${JOINS}])[\\u200c\\u200d](?=[${JOINS}])`,
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=[\\p{Extended_Pictographic}#*0-9])\\ufe0f',
    '(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'gu',
);

const KINDS = [
  { code: 'name.control', found: CONTROL, why: 'is a line break or another control' },
  { code: 'name.direction', found: DIRECTION, why: 'changes the direction of text' },
  { code: 'name.invisible', found: INVISIBLE, why: 'cannot be seen' },
] as const;

/** The first character of a kind that no name may have. */
const firstOf = (found: RegExp, text: string): string | undefined => found.exec(text.replaceAll(SEEN, ''))?.[0];

/** In Unicode's form C; each run of blanks is one space, with none around. */
const folded = (text: string): string => trimmed(text.normalize('NFC').replaceAll(BLANKS, ' '));

/** `trim` would also remove line breaks and the byte order mark, which are to be refused. */
const trimmed = (text: string): string => text.replaceAll(/^ | $/g, '');

/**
 * A name that an identity provider sends: people cannot change it, so it is cleaned where a typed one is refused. Undefined
 * where nothing is left. `longest` counts characters.
 */
export function cleanName(text: string, longest: number): string | undefined {
  const lines = folded(text.replaceAll(new RegExp(CONTROL, 'gu'), ' '));
  const seen = withoutInvisible(lines).replaceAll(BLANKS, ' ').trim();
  const cut = [...seen].slice(0, longest).join('');
  // A cut may leave half of an emoji's sequence, with a joiner at its end.
  return withoutInvisible(cut).trim() || undefined;
}

const withoutInvisible = (text: string): string => {
  const hidden = new RegExp(`${SEEN.source}|(?<hidden>${DIRECTION.source}|${INVISIBLE.source})`, 'gu');
  const once = text.replaceAll(hidden, (match, hiddenOne: string | undefined) =>
    hiddenOne === undefined ? match : '',
  );
  // What is left may stand beside something else than before.
  return once === text ? text : withoutInvisible(once.normalize('NFC'));
};

/**
 * By what names are compared: two that people take for one have one key. Without regard to case (Unicode's full folding,
 * `Straße` and `STRASSE`), to compatible forms (NFKC, `ﬁ` and `fi`), to blanks and to what cannot be seen.
 */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKC').replaceAll(IGNORED, '').replaceAll(ANY_BLANKS, ' ').trim();
  const key = plain.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
  return key === name ? key : nameKey(key);
}

const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
const ANY_BLANKS = /[\p{Zs}\p{Zl}\p{Zp}\p{Cc}]+/gu;

/** The validator by which a test knows names; see {@link IsName}. */
export const NAME_RULE = 'isName';

/**
 * Decorators of every name that somebody types: of a person, a role, a key. Blanks are folded; what cannot be seen, breaks
 * the line or changes the direction of text is refused, with `name.control`, `name.direction` or `name.invisible` as the
 * error's code. At most `longest` characters, and never empty.
 */
export const IsName = (longest: number): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? folded(value) : value)),
    IsString(),
    IsNotEmpty({ message: '$property must not be blank' }),
    MaxLength(longest),
    ...KINDS.map(({ code, found, why }) =>
      ValidateBy(
        {
          name: code === 'name.invisible' ? NAME_RULE : code,
          validator: {
            validate: (value) => typeof value !== 'string' || firstOf(found, value) === undefined,
            defaultMessage: (args) => {
              const character = firstOf(found, String(args?.value)) ?? '';
              return `$property must not contain ${codePoint(character)}, which ${why}`;
            },
          },
        },
        { context: { code } },
      ),
    ),
  );

/** `U+202E` */
const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
