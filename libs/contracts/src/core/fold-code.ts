/** What nobody sees and no keyboard means: joiners, directions, soft hyphens, marks of byte order. */
const INVISIBLE = /\p{Cf}/gu;
/** Whatever stands between groups: every blank, dash and dot. */
const SEPARATORS = /[\s\p{Z}\p{Pd}\p{Pc}.·•−]/gu;

/**
 * A code as people type or paste it, in one spelling: without blanks, dashes, dots and invisible characters, full-width
 * characters and the digits of every script as those of ASCII. Letters keep their case.
 */
export const foldCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(SEPARATORS, '')
    .replaceAll(/\p{Nd}/gu, asciiDigit);

const DIGIT = /^\p{Nd}$/u;

/** Unicode has the ten digits of each script in a row, from zero on. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
