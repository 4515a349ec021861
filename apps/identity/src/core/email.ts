import { domainToASCII, domainToUnicode } from 'node:url';

const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

/** RFC 5321's atoms, and the letters, marks and digits of all scripts (RFC 6531): no spaces, controls or quotes. */
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ASCII = /^\p{ASCII}*$/u;

/**
 * The one spelling under which an address is stored and compared, or nothing where it is not one that we take.
 *
 * Two spellings become one only where mail systems see one address: ASCII letters in lower case, the domain as DNS
 * has it. Everything that merely looks alike stays apart or is refused: `toLowerCase` would make the Kelvin sign an
 * ASCII k, and Unicode's normal forms and IDNA do so too, so characters that they turn into ASCII are not taken (S41).
 * Quoted local parts are not taken either: `"a b"@x` has no use here and many spellings.
 */
export function normaliseEmail(typed: string): string | undefined {
  const trimmed = typed.replace(/^ +| +$/g, '');
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return undefined;
  const localPart = normaliseLocalPart(trimmed.slice(0, at));
  const domain = normaliseDomain(trimmed.slice(at + 1));
  if (localPart === undefined || domain === undefined) return undefined;
  const email = `${localPart}@${domain}`;
  return Buffer.byteLength(email) <= LONGEST ? email : undefined;
}

function normaliseLocalPart(typed: string): string | undefined {
  if (foldsToAscii(typed)) return undefined;
  const localPart = lowerAscii(typed.normalize('NFC'));
  if (Buffer.byteLength(localPart) > LONGEST_LOCAL_PART) return undefined;
  return localPart.split('.').every((atom) => ATOM.test(atom)) ? localPart : undefined;
}

function normaliseDomain(typed: string): string | undefined {
  const labels = typed.split('.').map(normaliseLabel);
  if (labels.length < 2 || labels.includes(undefined)) return undefined;
  const domain = labels.join('.');
  // A name, no address of a host: DNS has no top-level domain of digits.
  return /^\d+$/.test(labels.at(-1) ?? '') || domain.length > 253 ? undefined : domain;
}

function normaliseLabel(typed: string): string | undefined {
  if (ASCII.test(typed)) {
    const label = typed.toLowerCase();
    const isSound = LABEL.test(label) && (!label.startsWith('xn--') || domainToASCII(domainToUnicode(label)) === label);
    return isSound ? label : undefined;
  }
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(typed)) return undefined;
  const label = domainToASCII(typed);
  return label.startsWith('xn--') && LABEL.test(label) ? label : undefined;
}

/** Whether a character outside ASCII would come out of normalisation as one inside. */
const foldsToAscii = (text: string): boolean =>
  [...text].some((character) => !ASCII.test(character) && ASCII.test(character.normalize('NFC')));

const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
