import { describe, expect, it } from '@jest/globals';
import { isEmergency, nextStep, type Standing } from './next-step.js';

const standing = (over: Partial<Standing> = {}): Standing => ({
  methods: ['password'],
  factors: [],
  isOwner: false,
  mustChangePassword: false,
  secondFactorRequired: false,
  ssoEnforced: false,
  isProviderTrusted: false,
  isAddressAuthorized: true,
  ...over,
});

/** Each rule of an account and of a person, for each way in (S15). */
describe('what is asked of who comes', () => {
  it.each<[string, Partial<Standing>, ReturnType<typeof nextStep>]>([
    ['a password', {}, 'enter'],
    ['an invitation', { methods: ['invitation', 'password'] }, 'enter'],
    ['a password of who has a factor', { factors: ['totp'] }, 'second-factor'],
    ['a password of who has none, where one is required', { secondFactorRequired: true }, 'enrolment'],
    ['an invitation where one is required', { methods: ['invitation'], secondFactorRequired: true }, 'enrolment'],
    ['a password and a code', { methods: ['password', 'totp'], factors: ['totp'] }, 'enter'],
    ['a password and a backup code', { methods: ['password', 'backup-code'], factors: ['backup-code'] }, 'enter'],
    [
      'a passkey, which is two factors',
      { methods: ['passkey'], factors: ['passkey'], secondFactorRequired: true },
      'enter',
    ],
    ['an identity provider', { methods: ['sso'] }, 'enter'],
    ['one, of who has a factor', { methods: ['sso'], factors: ['totp'] }, 'second-factor'],
    ['one that says it has seen two', { methods: ['sso', 'sso-mfa'], factors: ['totp'] }, 'second-factor'],
    ['the same, and a code', { methods: ['sso', 'sso-mfa', 'totp'], factors: ['totp'] }, 'enter'],
    ['one that is trusted with it', { methods: ['sso'], factors: ['totp'], isProviderTrusted: true }, 'enter'],
    [
      'one that is trusted, but has seen one only, where two are required',
      { methods: ['sso'], factors: ['totp'], isProviderTrusted: true, secondFactorRequired: true },
      'second-factor',
    ],
    [
      'one that is trusted and has seen two, where two are required',
      { methods: ['sso', 'sso-mfa'], factors: ['totp'], isProviderTrusted: true, secondFactorRequired: true },
      'enter',
    ],
    ['a password, whatever provider is trusted', { factors: ['totp'], isProviderTrusted: true }, 'second-factor'],
    [
      'one that vouches for one factor, where two are required',
      { methods: ['sso'], secondFactorRequired: true },
      'enrolment',
    ],
    ['one that vouches for two', { methods: ['sso', 'sso-mfa'], secondFactorRequired: true }, 'enter'],
    ['a password where single sign-on is enforced', { ssoEnforced: true }, 'sso'],
    ['a passkey where it is', { ssoEnforced: true, methods: ['passkey'], factors: ['passkey'] }, 'sso'],
    ['an invitation where it is', { ssoEnforced: true, methods: ['invitation', 'password'] }, 'sso'],
    ['the identity provider where it is', { ssoEnforced: true, methods: ['sso'] }, 'enter'],
    ['the owner’s password where it is', { ssoEnforced: true, isOwner: true }, 'enter'],
    ['the same, with a factor', { ssoEnforced: true, isOwner: true, factors: ['totp'] }, 'second-factor'],
    ['a password that another has chosen', { mustChangePassword: true }, 'new-password'],
    ['the same, with a factor: that first', { mustChangePassword: true, factors: ['totp'] }, 'second-factor'],
    ['a passkey beside such a password', { mustChangePassword: true, methods: ['passkey'] }, 'enter'],
    ['an address that is not authorized', { isAddressAuthorized: false }, 'address'],
    ['an identity provider from there', { methods: ['sso', 'sso-mfa'], isAddressAuthorized: false }, 'address'],
    ['a passkey from there', { methods: ['passkey'], isAddressAuthorized: false }, 'address'],
    ['an invitation from there', { methods: ['invitation', 'password'], isAddressAuthorized: false }, 'address'],
    ['all of it: the address last', { isAddressAuthorized: false, mustChangePassword: true }, 'new-password'],
    ['an address too, once a factor is due', { isAddressAuthorized: false, factors: ['totp'] }, 'second-factor'],
  ])('%s', (_, over, step) => expect(nextStep(standing(over))).toBe(step));

  it('is the owner’s emergency only where he comes past his identity provider', () => {
    expect(isEmergency(standing({ ssoEnforced: true, isOwner: true }))).toBe(true);
    expect(isEmergency(standing({ ssoEnforced: true, isOwner: true, methods: ['sso'] }))).toBe(false);
    expect(isEmergency(standing({ ssoEnforced: true }))).toBe(false);
    expect(isEmergency(standing({ isOwner: true }))).toBe(false);
  });
});
