import { describe, expect, it } from '@jest/globals';
import { isEmergency, nextStep, type SignInState } from './next-step.js';

const state = (over: Partial<SignInState> = {}): SignInState => ({
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

/** Every rule of an account and of a person, for every way of signing in (S15). */
describe('what a sign-in has to show next', () => {
  it.each<[string, Partial<SignInState>, ReturnType<typeof nextStep>]>([
    ['a password', {}, 'enter'],
    ['an invitation', { methods: ['invitation', 'password'] }, 'enter'],
    ['a password of a person with a factor', { factors: ['totp'] }, 'second-factor'],
    ['a password of a person without a factor, where one is required', { secondFactorRequired: true }, 'enrolment'],
    ['an invitation where one is required', { methods: ['invitation'], secondFactorRequired: true }, 'enrolment'],
    ['a password and a code', { methods: ['password', 'totp'], factors: ['totp'] }, 'enter'],
    ['a password and a backup code', { methods: ['password', 'backup-code'], factors: ['backup-code'] }, 'enter'],
    [
      'a passkey, which is two factors',
      { methods: ['passkey'], factors: ['passkey'], secondFactorRequired: true },
      'enter',
    ],
    ['an identity provider', { methods: ['sso'] }, 'enter'],
    ['an identity provider, for a person with a factor', { methods: ['sso'], factors: ['totp'] }, 'second-factor'],
    [
      'an identity provider that has seen two factors',
      { methods: ['sso', 'sso-mfa'], factors: ['totp'] },
      'second-factor',
    ],
    ['the same, and a code', { methods: ['sso', 'sso-mfa', 'totp'], factors: ['totp'] }, 'enter'],
    [
      'an identity provider that is trusted with it',
      { methods: ['sso'], factors: ['totp'], isProviderTrusted: true },
      'enter',
    ],
    [
      'a trusted provider that has seen one factor only, where two are required',
      { methods: ['sso'], factors: ['totp'], isProviderTrusted: true, secondFactorRequired: true },
      'second-factor',
    ],
    [
      'a trusted provider that has seen two factors, where two are required',
      { methods: ['sso', 'sso-mfa'], factors: ['totp'], isProviderTrusted: true, secondFactorRequired: true },
      'enter',
    ],
    ['a password, whatever provider is trusted', { factors: ['totp'], isProviderTrusted: true }, 'second-factor'],
    [
      'a provider that vouches for one factor, where two are required',
      { methods: ['sso'], secondFactorRequired: true },
      'enrolment',
    ],
    ['a provider that vouches for two', { methods: ['sso', 'sso-mfa'], secondFactorRequired: true }, 'enter'],
    ['a password where single sign-on is enforced', { ssoEnforced: true }, 'sso'],
    [
      'a passkey where single sign-on is enforced',
      { ssoEnforced: true, methods: ['passkey'], factors: ['passkey'] },
      'sso',
    ],
    [
      'an invitation where single sign-on is enforced',
      { ssoEnforced: true, methods: ['invitation', 'password'] },
      'sso',
    ],
    ['the identity provider where single sign-on is enforced', { ssoEnforced: true, methods: ['sso'] }, 'enter'],
    ['the owner’s password where single sign-on is enforced', { ssoEnforced: true, isOwner: true }, 'enter'],
    ['the same, with a factor', { ssoEnforced: true, isOwner: true, factors: ['totp'] }, 'second-factor'],
    ['a password that somebody else has chosen', { mustChangePassword: true }, 'new-password'],
    ['the same, with a factor: that first', { mustChangePassword: true, factors: ['totp'] }, 'second-factor'],
    ['a passkey of a person with such a password', { mustChangePassword: true, methods: ['passkey'] }, 'enter'],
    ['an address that is not authorized', { isAddressAuthorized: false }, 'address'],
    ['an identity provider from there', { methods: ['sso', 'sso-mfa'], isAddressAuthorized: false }, 'address'],
    ['a passkey from there', { methods: ['passkey'], isAddressAuthorized: false }, 'address'],
    ['an invitation from there', { methods: ['invitation', 'password'], isAddressAuthorized: false }, 'address'],
    ['all of it: the address last', { isAddressAuthorized: false, mustChangePassword: true }, 'new-password'],
    ['an address too, once a factor is due', { isAddressAuthorized: false, factors: ['totp'] }, 'second-factor'],
  ])('%s', (_, over, step) => expect(nextStep(state(over))).toBe(step));

  it('is emergency access only if the owner comes in without the enforced identity provider', () => {
    expect(isEmergency(state({ ssoEnforced: true, isOwner: true }))).toBe(true);
    expect(isEmergency(state({ ssoEnforced: true, isOwner: true, methods: ['sso'] }))).toBe(false);
    expect(isEmergency(state({ ssoEnforced: true }))).toBe(false);
    expect(isEmergency(state({ isOwner: true }))).toBe(false);
  });
});
