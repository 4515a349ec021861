import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { runs } from '../../../../test/harness/scale.js';
import { normaliseEmail, readableEmail } from './email.js';

describe('one address, however it is typed', () => {
  it.each([
    ['A@X.com', 'a@x.com'],
    ['  jane@example.com ', 'jane@example.com'],
    ['Jane.Doe@EXAMPLE.co.uk', 'jane.doe@example.co.uk'],
    ['jane@bücher.example', 'jane@xn--bcher-kva.example'],
    ['jane@BÜCHER.example', 'jane@xn--bcher-kva.example'],
    ['jane@xn--bcher-kva.example', 'jane@xn--bcher-kva.example'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ["o'neil+tag@example.com", "o'neil+tag@example.com"],
  ])('%j is %j', (typed, email) => expect(normaliseEmail(typed)).toBe(email));

  it('never changes once it has been normalised', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.domain(), (localPart, domain) => {
        const email = normaliseEmail(`${localPart}@${domain}`);
        fc.pre(email !== undefined);
        expect(normaliseEmail(email)).toBe(email);
      }),
    ));

  it('does not depend on the case of ASCII letters', () =>
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const email = normaliseEmail(typed);
        fc.pre(email !== undefined);
        expect(normaliseEmail(typed.toUpperCase())).toBe(email);
      }),
    ));
});

describe('addresses that only look alike (S41)', () => {
  it.each([
    ['a plus-address', 'a+1@x.com', 'a@x.com'],
    ['dots, as Gmail ignores them', 'a.b@gmail.com', 'ab@gmail.com'],
    ['a Cyrillic а', '\u0430dmin@x.com', 'admin@x.com'],
    ['the Kelvin sign', '\u212aate@x.com', 'kate@x.com'],
    ['a long s', 'ja\u017f@x.com', 'jas@x.com'],
    ['a dotless i', '\u0131rma@x.com', 'irma@x.com'],
    ['a capital outside ASCII', '\u00c4dam@x.com', '\u00e4dam@x.com'],
    ['a full-width a', '\uff41dmin@x.com', 'admin@x.com'],
    ['a Cyrillic domain', 'a@\u0430pple.com', 'a@apple.com'],
    ['the Kelvin sign in a domain', 'a@\u212aale.com', 'a@kale.com'],
    ['a long s in a domain', 'a@\u017fale.com', 'a@sale.com'],
    ['a circled letter in a domain', 'a@\u24d0pple.com', 'a@apple.com'],
  ])('%s does not become the other one', (_, typed, other) => {
    expect(normaliseEmail(other)).toBe(other);
    expect(normaliseEmail(typed)).not.toBe(other);
  });

  // A plain address with one unusual character is never normalised to another plain address.
  it('gives an ASCII address to nothing but its own spellings', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0x80, max: 0x10ffff }), fc.boolean(), (codePoint, inDomain) => {
        const strange = String.fromCodePoint(codePoint);
        const email = normaliseEmail(inDomain ? `jane@ex${strange}ample.com` : `ja${strange}ne@example.com`);
        if (email !== undefined) expect(inDomain ? email.includes('@xn--') : /\P{ASCII}/u.test(email)).toBe(true);
      }),
      { numRuns: runs(2_000) },
    ));
});

const long = (length: number) => `${'a'.repeat(length)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(60)}.com`;

describe('what is not an address', () => {
  it.each([
    '',
    '@',
    'jane',
    'jane@',
    '@example.com',
    'jane@localhost',
    'jane@example.com.',
    'jane@example..com',
    'jane@.example.com',
    'jane@-example.com',
    'jane@exa_mple.com',
    'jane@127.0.0.1',
    'jane@[127.0.0.1]',
    'jane@example.com:25',
    'jane@example.com/',
    'jane@ex%61mple.com',
    'jane@xn--zzzzzzz99999.com',
    'jane@example\u3002com',
    '.jane@example.com',
    'jane.@example.com',
    'ja..ne@example.com',
    'ja ne@example.com',
    'jane@exam ple.com',
    '"jane doe"@example.com',
    'jane,joe@example.com',
    '<jane@example.com>',
    'Jane <jane@example.com>',
    'jane@a@example.com',
    'jane\r\nBcc: joe@example.com',
    'jane@example.com\r\nBcc: joe@example.com',
    'jane@example.com\n',
    'ja\0ne@example.com',
    'jane@example.com\0',
    'ja\u200bne@example.com',
    'ja\ud800ne@example.com',
    `${'a'.repeat(65)}@example.com`,
    `jane@${'a'.repeat(64)}.com`,
    `jane@${'a.'.repeat(125)}com`,
  ])('%j is refused', (typed) => expect(normaliseEmail(typed)).toBeUndefined());

  it('takes 254 octets and no more', () => {
    const fits = long(254 - long(0).length);
    expect(fits).toHaveLength(254);
    expect(normaliseEmail(fits)).toBe(fits);
    expect(normaliseEmail(long(254 - long(0).length + 1))).toBeUndefined();
  });
});

describe('an address that people read', () => {
  it.each([
    ['jane@xn--bcher-kva.example', 'jane@bücher.example'],
    ['jane@mail.xn--fsqu00a.xn--0zwm56d', 'jane@mail.例子.测试'],
    ['jane@example.com', 'jane@example.com'],
    ['nobody', 'nobody'],
  ])('%j is %j, and leads back', (email, readable) => {
    expect(readableEmail(email)).toBe(readable);
    if (email.includes('@')) expect(normaliseEmail(readable)).toBe(email);
  });
});
