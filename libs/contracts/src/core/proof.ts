/**
 * The kinds of acts by which somebody could take over a person or an account. A sign-in is no proof for them: they want one
 * that was asked for this (`POST /v1/sessions/reauthentication`), and a proof for one kind is none for another (S22).
 * - `factors`: what a person signs in with: second factors, backup codes, passkeys, the name that a provider knows them by;
 * - `email`: the address of a person;
 * - `api-keys`: a key, which acts in its maker's stead;
 * - `ownership`: who owns the account;
 * - `single-sign-on`: the providers that say who somebody is, and the domains in which their word counts;
 * - `member-factors`: another member's second factors, and who they are at the identity provider.
 */
export const PROOF_PURPOSES = [
  'factors',
  'email',
  'api-keys',
  'ownership',
  'single-sign-on',
  'member-factors',
] as const;
export type ProofPurpose = (typeof PROOF_PURPOSES)[number];

/** `sign-in`: to have signed in, or proved oneself for whatever, a short while ago is enough. */
export type ProofNeeded = 'sign-in' | ProofPurpose;
