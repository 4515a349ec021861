import type { ChallengeStep, SecondFactor, SignInMethod } from '@roster/contracts';

/** All that decides whether a person who has shown something of himself comes in, and what is asked of him first. */
export interface Standing {
  /** What he has shown. */
  readonly methods: readonly SignInMethod[];
  /** The second factors that he has set up. */
  readonly factors: readonly SecondFactor[];
  readonly isOwner: boolean;
  readonly mustChangePassword: boolean;
  /** Of the account. */
  readonly secondFactorRequired: boolean;
  readonly ssoEnforced: boolean;
  /** Whether the account takes the word of the provider that they come by for their own second factor. */
  readonly isProviderTrusted: boolean;
  /** Whether he may come in from where he is. */
  readonly isAddressAuthorized: boolean;
}

/** `sso`: refused, he comes in through his identity provider; `address`: refused until the network address is authorized. */
export type NextStep = 'enter' | 'sso' | ChallengeStep | 'address';

/** By each of these they have shown two factors of their own, together with what must have come before. */
const MULTI_FACTOR: readonly SignInMethod[] = ['totp', 'backup-code', 'passkey'];

/**
 * One order for every way in (S15): the account's identity provider, the second factor, a password of his own, and last
 * the network address, so that nobody is sent a mail about it who has not shown all the rest.
 */
export function nextStep(standing: Standing): NextStep {
  const { methods, factors, mustChangePassword, isAddressAuthorized } = standing;
  if (isPassedBy(standing)) return 'sso';
  if (!methods.some((method) => MULTI_FACTOR.includes(method)) && isSecondFactorDue(standing)) {
    return factors.length > 0 ? 'second-factor' : 'enrolment';
  }
  if (mustChangePassword && methods.includes('password')) return 'new-password';
  return isAddressAuthorized ? 'enter' : 'address';
}

/** The owner comes in past the identity provider that his account insists on, so that its failure locks nobody out. */
export const isEmergency = ({ ssoEnforced, methods, isOwner }: Standing): boolean =>
  ssoEnforced && isOwner && !methods.includes('sso');

const isPassedBy = (standing: Standing): boolean =>
  standing.ssoEnforced && !standing.methods.includes('sso') && !isEmergency(standing);

/**
 * To a factor of his own he is held, whatever an identity provider says, unless the account trusts that one with it. A
 * provider's word that it has seen two is enough where he has none, and the account insists.
 */
function isSecondFactorDue({ methods, factors, secondFactorRequired, isProviderTrusted }: Standing): boolean {
  const isOnItsWord = methods.includes('sso') && (factors.length === 0 || isProviderTrusted);
  if (!isOnItsWord) return secondFactorRequired || factors.length > 0;
  return secondFactorRequired && !methods.includes('sso-mfa');
}
