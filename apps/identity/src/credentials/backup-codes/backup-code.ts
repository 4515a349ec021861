import { randomInt } from 'node:crypto';
import { foldCode } from '@roster/contracts';

/** Without characters that are easily confused: 0 and o, 1, i and l. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const HALF = 5;

export const CODES = 10;

const half = (): string => Array.from({ length: HALF }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Ten characters in two groups, 49 bits (S19). */
export const newBackupCode = (): string => `${half()}-${half()}`;

/** The one spelling in which typed codes are compared. */
export const normaliseBackupCode = (typed: string): string =>
  foldCode(typed)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
