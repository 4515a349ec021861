import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { TokenReference } from '@roster/contracts';

const KEY_BYTES = 32;

/**
 * The token of a mailed link: always the same for the same reference, and 256 bits that nobody can guess without the
 * key.
 */
export const deriveToken = (key: Buffer, { purpose, id, generation }: TokenReference): string =>
  createHmac('sha256', key).update(`${purpose}|${id}|${generation}`).digest('base64url');

/**
 * A token as six digits for people to type. Six digits can be guessed, so use it only where few tries are allowed. The
 * hash of the whole token is stored.
 */
export const codeOf = (token: string): string =>
  String(Buffer.from(token, 'base64url').readBigUInt64BE() % 1_000_000n).padStart(6, '0');

/** A new random token that cannot be derived again, for sessions. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/**
 * What is stored of a token: SHA-256 in lower-case hex. A plain hash is enough for 256 random bits, which no list
 * contains.
 */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Whether a key is long enough and looks random. Readable text and patterns are what examples and defaults look like.
 */
export function isSecretKey(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false;
  const key = Buffer.from(value, 'base64');
  const readable = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return key.length >= KEY_BYTES && !readable && new Set(key).size >= KEY_BYTES / 2;
}
