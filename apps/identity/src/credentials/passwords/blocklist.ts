import { dictionary } from '@zxcvbn-ts/language-common';

/** Shorter entries are part of nearly every text. */
const SHORTEST_PIECE = 3;

/** 49,000 passwords that people choose most often, from breaches. Stored here, so no other service is asked. */
const LISTED = new Set(dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST_PIECE));
const LONGEST_LISTED = Math.max(...[...LISTED].map(({ length }) => length));

/** Sequences that people type without thinking: rows of the keyboard, digits, the alphabet; each backwards too. */
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
 * Whether a password is one that attackers try first: an entry of the list, or two of them one after the other, each
 * repeated any number of times, with runs (`12345`, `qwerty`, `aaaa`) around them. Hardly any list has entries of 15
 * characters; but people for whom `password` is too short type `password123456789`. Only the whole password counts, not
 * a part of it: three words are a passphrase, and so is anything with a space in it.
 */
export function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  // `fewest[n]` is the smallest number of list entries that make up the first n characters.
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

/** The end of the run that begins at `at`: one repeated character, or part of a row. */
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
