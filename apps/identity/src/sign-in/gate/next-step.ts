import type { ChallengeStep, SecondFactor, SignInMethod } from '@roster/contracts';

/** All that decides whether a person comes in, and what they have to show first. */
export interface SignInState {
  /** The methods that they have shown. */
  readonly methods: readonly SignInMethod[];
  /** The second factors that they have set up. */
  readonly factors: readonly SecondFactor[];
  readonly isOwner: boolean;
  readonly mustChangePassword: boolean;
  /** Whether the account requires one. */
  readonly secondFactorRequired: boolean;
  readonly ssoEnforced: boolean;
  /** Whether the account trusts the identity provider with the second factor of people who have one. */
  readonly isProviderTrusted: boolean;
  /** Whether the account lets them in from their network address. */
  readonly isAddressAuthorized: boolean;
}

/**
 * `sso`: refused, because they have to come in through their identity provider. `address`: refused until their network
 * address is authorized.
 */
export type NextStep = 'enter' | 'sso' | ChallengeStep | 'address';

/** Each of these, with what must have come before it, is two factors of the person's own. */
const MULTI_FACTOR: readonly SignInMethod[] = ['totp', 'backup-code', 'passkey'];

/**
 * The order is the same for every way of signing in (S15): the account's identity provider, the second factor, a
 * password of their own, and the network address. The address comes last because it sends a mail: only people who have
 * shown everything else get one.
 */
export function nextStep(state: SignInState): NextStep {
  const { methods, factors, mustChangePassword, isAddressAuthorized } = state;
  if (bypassesProvider(state)) return 'sso';
  if (!methods.some((method) => MULTI_FACTOR.includes(method)) && isSecondFactorDue(state)) {
    return factors.length > 0 ? 'second-factor' : 'enrolment';
  }
  if (mustChangePassword && methods.includes('password')) return 'new-password';
  return isAddressAuthorized ? 'enter' : 'address';
}

/**
 * The owner may come in without the identity provider that their account enforces, so that a broken provider locks
 * nobody out.
 */
export const isEmergency = ({ ssoEnforced, methods, isOwner }: SignInState): boolean =>
  ssoEnforced && isOwner && !methods.includes('sso');

const bypassesProvider = (state: SignInState): boolean =>
  state.ssoEnforced && !state.methods.includes('sso') && !isEmergency(state);

/**
 * A person with a second factor has to show it, whatever an identity provider says, unless the account trusts the
 * provider with it. If the account requires a second factor, a provider's word that it has seen two is enough for a
 * person who has none, or whose provider is trusted.
 */
function isSecondFactorDue({ methods, factors, secondFactorRequired, isProviderTrusted }: SignInState): boolean {
  const isOnItsWord = methods.includes('sso') && (factors.length === 0 || isProviderTrusted);
  if (!isOnItsWord) return secondFactorRequired || factors.length > 0;
  return secondFactorRequired && !methods.includes('sso-mfa');
}
