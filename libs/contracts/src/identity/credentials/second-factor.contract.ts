import { errorKind } from '../../core/errors.js';

/** `details.accountIds`: the person's accounts that insist on one. */
export const secondFactorRequired = errorKind(
  'second-factor.required',
  409,
  'An account of yours requires a second factor: set up another one before you remove this one',
);
export const secondFactorNotSetUp = errorKind('second-factor.not-set-up', 409, 'Set up a second factor first');
export const secondFactorShared = errorKind(
  'second-factor.shared',
  409,
  'This person belongs to other accounts too: only they can remove their second factors',
);
