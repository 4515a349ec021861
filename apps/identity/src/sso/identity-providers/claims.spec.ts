import { describe, expect, it } from '@jest/globals';
import type { SsoKind } from '@roster/contracts';
import { methodsOf, namesOf, verifiedEmail, type Claims } from './claims.js';

const email = 'Ada@Example.com';
const of = (kind: SsoKind, claims: Omit<Claims, 'sub'>, trustsAddresses = false) =>
  verifiedEmail({ sub: 's', email, ...claims }, { kind, trustsAddresses });

describe('an address that a provider vouches for (S66)', () => {
  it.each<[SsoKind, Omit<Claims, 'sub'>]>([
    ['generic', { email_verified: true }],
    ['okta', { email_verified: 'true' }],
    ['google', { email_verified: true, hd: 'example.com' }],
    ['microsoft', { xms_edov: true }],
    ['microsoft', { xms_edov: '1' }],
  ])('is accepted and normalised from %s with %j', (kind, claims) => expect(of(kind, claims)).toBe('ada@example.com'));

  it.each<[SsoKind, Omit<Claims, 'sub'>]>([
    ['generic', {}],
    ['generic', { email_verified: false }],
    ['generic', { email_verified: 'false' }],
    ['generic', { email_verified: ['true'] }],
    ['generic', { email_verified: true, email: ['ada@example.com'] }],
    ['generic', { email_verified: true, email: 'ada@example.com\r\nBcc: x@y.com' }],
    // A private account with an address of the organisation, and an account of another organisation.
    ['google', { email_verified: true }],
    ['google', { email_verified: true, hd: 'other.com' }],
    // An administrator of any tenant may have typed the address.
    ['microsoft', { email_verified: true }],
    ['microsoft', { xms_edov: false }],
    ['microsoft', { xms_edov: 0 }],
  ])('is not accepted from %s with %j', (kind, claims) => expect(of(kind, claims)).toBeUndefined());

  it.each<[SsoKind, Omit<Claims, 'sub'>, string | undefined]>([
    ['generic', {}, 'ada@example.com'],
    ['okta', {}, 'ada@example.com'],
    ['microsoft', {}, 'ada@example.com'],
    ['google', { hd: 'example.com' }, 'ada@example.com'],
    ['google', {}, undefined],
    // Who says no is believed.
    ['generic', { email_verified: false }, undefined],
    ['generic', { email_verified: null }, undefined],
    ['generic', { email_verified: 'no' }, undefined],
    ['microsoft', { xms_edov: false, email_verified: true }, undefined],
    ['generic', { email: undefined }, undefined],
  ])('from %s with %j, which the owner trusts with addresses, is %j', (kind, claims, address) =>
    expect(of(kind, claims, true)).toBe(address),
  );
});

describe('the names of a new member', () => {
  it.each<[Record<string, unknown>, [string, string]]>([
    [{ given_name: 'Ada', family_name: 'Lovelace' }, ['Ada', 'Lovelace']],
    [{ name: 'Ada King Lovelace' }, ['Ada', 'King Lovelace']],
    [{ given_name: ' Ada\n', family_name: 7 }, ['Ada', '']],
    [{ given_name: 'x'.repeat(200) }, ['x'.repeat(80), '']],
    [{}, ['ada', '']],
  ])('%j make %j', (claims, [firstName, lastName]) =>
    expect(namesOf({ sub: 's', ...claims }, 'ada@example.com')).toEqual({ firstName, lastName }),
  );
});

it('a provider has seen a second factor if it says so (RFC 8176)', () => {
  expect(methodsOf({ sub: 's', amr: ['pwd', 'mfa'] })).toEqual(['sso', 'sso-mfa']);
  for (const amr of [undefined, [], ['pwd', 'otp'], 'mfa']) expect(methodsOf({ sub: 's', amr })).toEqual(['sso']);
});
