import { normaliseEmail, cleanName, LONGEST_PERSON_NAME, type SignInMethod, type SsoKind } from '@roster/contracts';

/** What a provider says about a person (OpenID Connect Core 1.0, 5.1). Only its signature is checked. */
export type Claims = { readonly sub: string } & Readonly<Record<string, unknown>>;

/** What an account has said of its provider. */
interface ProviderTrust {
  readonly kind: SsoKind;
  /** Whether an address counts that the provider says nothing about. */
  readonly trustsAddresses: boolean;
}

/** The address that the provider vouches for; undefined if it vouches for none. */
export function verifiedEmail(claims: Claims, { kind, trustsAddresses }: ProviderTrust): string | undefined {
  const { email } = claims;
  const word = verificationOf(claims, kind);
  const isVouchedFor = word === undefined ? trustsAddresses : isYes(word);
  if (typeof email !== 'string' || !isVouchedFor) return undefined;
  const normal = normaliseEmail(email);
  // A Google account may have any address. Only the account of an organisation names its domain (`hd`).
  if (kind === 'google' && (normal === undefined || claims['hd'] !== domainOf(normal))) return undefined;
  return normal;
}

/**
 * What the provider says about the address, as it says it; undefined if it says nothing. Microsoft puts anything that an
 * administrator has typed into `email`; only `xms_edov` says whether the domain's ownership was verified. Others send
 * `email_verified`, some of them as text.
 */
const verificationOf = ({ email_verified: verified, xms_edov: edov }: Claims, kind: SsoKind): unknown =>
  kind === 'microsoft' ? edov : verified;

const isYes = (value: unknown): boolean => value === true || value === 'true' || value === 1 || value === '1';

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? cleanName(value, LONGEST_PERSON_NAME) : undefined;

/** The names of a new member. Without a first name, it is the part of the address before the `@`. */
export function namesOf(claims: Claims, email: string): { firstName: string; lastName: string } {
  const whole = nameOf(claims['name'])?.split(' ') ?? [];
  const firstName = nameOf(claims['given_name']) ?? nameOf(whole[0]) ?? email.slice(0, email.lastIndexOf('@'));
  const lastName = nameOf(claims['family_name']) ?? nameOf(whole.slice(1).join(' ')) ?? '';
  return { firstName, lastName };
}

/** `mfa` among the methods (RFC 8176) means that the provider has checked a second factor. */
export function methodsOf({ amr }: Claims): SignInMethod[] {
  const isMultiFactor = Array.isArray(amr) && amr.includes('mfa');
  return isMultiFactor ? ['sso', 'sso-mfa'] : ['sso'];
}
