import { RosterError, userPasswordWeak } from '@roster/contracts';
import { isCommon } from './blocklist.js';

/** Alone, and beside a second factor that is always asked for (NIST SP 800-63B-4, 3.1.1.2). */
const SHORTEST = 15;
const SHORTEST_BESIDE_FACTOR = 8;

/** Shorter ones stand in too many words to mean anything. */
const SHORTEST_NAME = 4;

const PRODUCT = 'roster';

/** For what and whose a password is. */
export interface PasswordContext {
  readonly email?: string;
  /** The names of the organisations and products that he signs in to with it. */
  readonly names?: readonly string[];
  /** Whether each of them asks for a second factor too. */
  readonly secondFactorRequired?: boolean;
}

/** One form for what different keyboards send for the same characters. */
export const normalisePassword = (typed: string): string => typed.normalize('NFC');

/** The fewest characters that a password may have. */
const shortestFor = ({ secondFactorRequired = false }: PasswordContext): number =>
  secondFactorRequired ? SHORTEST_BESIDE_FACTOR : SHORTEST;

/**
 * Throws `user.password-weak`, with a code for the reason at `path`, by NIST SP 800-63B-4: `short`, counted as people
 * count (code points, after NFC); `common`, for what is tried first; `name`, for what has the organisation, the product or
 * the e-mail address in it. No other rule: none on kinds of characters, and none on age.
 */
export function assertStrong(typed: string, path: string, context: PasswordContext = {}): void {
  const password = normalisePassword(typed);
  const shortest = shortestFor(context);
  if ([...password].length < shortest) throw weak(path, 'short', `must have at least ${shortest} characters`);
  if (isCommon(password)) throw weak(path, 'common', 'is one of those that are tried first');
  const name = nameIn(password, context);
  if (name !== undefined) throw weak(path, 'name', `must not have “${name}” in it`);
}

function weak(path: string, code: string, message: string): RosterError {
  const sentence = `A password ${message}`;
  return new RosterError(userPasswordWeak, sentence, { details: { errors: [{ path, code, message }] } });
}

/** Written with whatever between its letters, it is the same name. */
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
