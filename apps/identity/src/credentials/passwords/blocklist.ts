import { dictionary } from '@zxcvbn-ts/language-common';

/** Shorter ones are in anything. */
const SHORTEST_PIECE = 3;

/** What people choose most often, by what was found in breaches: 49,000 passwords, and no call to anybody. */
const LISTED = new Set(dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST_PIECE));
const LONGEST_LISTED = Math.max(...[...LISTED].map(({ length }) => length));

/** What fingers and minds run through: rows of the keyboard, digits, the alphabet; each backwards too. */
const ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '12345678901234567890',
  '!@#$%^&*()',
  'abcdefghijklmnopqrstuvwxyz',
].flatMap((row) => [row, [...row].toReversed().join('')]);

/**
 * Whether a password is one of those that are tried first: one of the list, or two of them in a row, each as often as one
 * likes, with any number of runs (`12345`, `qwerty`, `aaaa`) around. So nearly nothing of 15 characters is on any list, but
 * `password123456789` is what somebody types whom `password` is too short for. The whole password counts and not what is
 * merely in it: three words are a passphrase, and so is what has a space in it.
 */
export function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  // The fewest of the list that the first n characters can be made of.
  const fewest: number[] = [0, ...Array.from({ length: text.length }, () => Infinity)];
  const reach = (end: number, count: number) => (fewest[end] = Math.min(fewest[end] ?? Infinity, count));
  for (let at = 0; at < text.length; at += 1) {
    const before = fewest[at] ?? Infinity;
    if (before > 2) continue;
    for (let end = at + SHORTEST_PIECE; end <= runEnd(text, at); end += 1) reach(end, before);
    for (let length = SHORTEST_PIECE; length <= LONGEST_LISTED && at + length <= text.length; length += 1) {
      const piece = text.slice(at, at + length);
      if (!LISTED.has(piece)) continue;
      for (let end = at + length; text.startsWith(piece, end - length); end += length) reach(end, before + 1);
    }
  }
  return (fewest[text.length] ?? Infinity) <= 2;
}

/** Where the run that begins here ends: of one character, or along a row. */
function runEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] === text[at]) end += 1;
  for (const row of ROWS) {
    const from = row.indexOf(text.slice(at, at + SHORTEST_PIECE));
    if (from < 0) continue;
    let length = SHORTEST_PIECE;
    while (at + length < text.length && row[from + length] === text[at + length]) length += 1;
    end = Math.max(end, at + length);
  }
  return Math.min(end, text.length);
}
