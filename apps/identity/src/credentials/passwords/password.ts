import { RosterError, userPasswordWeak } from '@roster/contracts';
import { isCommon } from './blocklist.js';

/** The minimum without and with a required second factor (NIST SP 800-63B-4, 3.1.1.2). */
const SHORTEST = 15;
const SHORTEST_BESIDE_FACTOR = 8;

/** Shorter names are part of too many words. */
const SHORTEST_NAME = 4;

const PRODUCT = 'roster';

/** What a password is for, and whose it is. */
export interface PasswordContext {
  readonly email?: string;
  /** The names of the organisations and products that it signs in to. */
  readonly names?: readonly string[];
  /** Whether all of them require a second factor. */
  readonly secondFactorRequired?: boolean;
}

/** One form, because keyboards send different code points for the same characters. */
export const normalisePassword = (typed: string): string => typed.normalize('NFC');

/** The fewest characters that a password may have. */
const shortestFor = ({ secondFactorRequired = false }: PasswordContext): number =>
  secondFactorRequired ? SHORTEST_BESIDE_FACTOR : SHORTEST;

/**
 * Throws `user.password-weak` with the reason's code at `path`, by NIST SP 800-63B-4. `short`: fewer code points after
 * NFC than the minimum. `common`: one that attackers try first. `name`: it contains the name of the organisation or
 * product, or the e-mail address. There are no other rules: none about kinds of characters, none about age.
 */
export function assertStrong(typed: string, path: string, context: PasswordContext = {}): void {
  const password = normalisePassword(typed);
  const shortest = shortestFor(context);
  if ([...password].length < shortest) throw weak(path, 'short', `must have at least ${shortest} characters`);
  if (isCommon(password)) throw weak(path, 'common', 'is too easy to guess');
  const name = nameIn(password, context);
  if (name !== undefined) throw weak(path, 'name', `must not contain “${name}”`);
}

function weak(path: string, code: string, message: string): RosterError {
  const sentence = `A password ${message}`;
  return new RosterError(userPasswordWeak, sentence, { details: { errors: [{ path, code, message }] } });
}

/** Letters and digits only: a name is the same with anything between its letters. */
const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');

function nameIn(password: string, { email = '', names = [] }: PasswordContext): string | undefined {
  const text = letters(password);
  const localPart = email.slice(0, email.lastIndexOf('@') + 1).replace('@', '');
  const phrases = [PRODUCT, localPart, ...names];
  const words = phrases.flatMap((phrase) => [phrase, ...phrase.split(/[^\p{L}\p{M}\p{N}]+/u)]);
  return words.find((word) => letters(word).length >= SHORTEST_NAME && text.includes(letters(word)));
}
