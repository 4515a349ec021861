import { domainToASCII, domainToUnicode } from 'node:url';

const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

/**
 * The characters of an RFC 5321 atom, plus letters, marks and digits of all scripts (RFC 6531). No spaces, controls or
 * quotes.
 */
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ASCII = /^\p{ASCII}*$/u;

/**
 * The one spelling in which an address is stored and compared; undefined for an address that we do not accept.
 *
 * Two spellings become one only if mail systems treat them as one address: ASCII letters in lower case, and the domain
 * as DNS has it. Characters that only look alike stay apart or are refused. `toLowerCase` would turn the Kelvin sign
 * into an ASCII k, and so would Unicode's normal forms and IDNA; so characters that they turn into ASCII are refused
 * (S41). Quoted local parts are refused too: `"a b"@x` has many spellings and no use here.
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

/** A stored address as people write it, with its domain in the script that it is in. */
export function readableEmail(email: string): string {
  const domainAt = email.lastIndexOf('@') + 1;
  const domain = email.slice(domainAt);
  if (!domain.includes('xn--')) return email;
  const readable = email.slice(0, domainAt) + domainToUnicode(domain);
  // What does not lead back to the same address would name another one.
  return normaliseEmail(readable) === email ? readable : email;
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
  // A top-level domain of digits does not exist in DNS, so this is a name and not the address of a host.
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
