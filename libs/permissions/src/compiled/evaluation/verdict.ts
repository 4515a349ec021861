import type { Reason } from '../../decision/decision.js';

/**
 * A decision packed into one number, so that a check allocates nothing: the reason (5 bits), the scope bits (6), and
 * whether it depends on an expiry. Reasons from `FIRST_ALLOWING` on allow.
 */
export type Verdict = number;

export const UNKNOWN_MEMBER = 0;
export const UNKNOWN_PERMISSION = 1;
export const MEMBER_NOT_ACTIVE = 2;
export const ACCOUNT_SUSPENDED = 3;
export const PROJECT_REQUIRED = 4;
export const UNKNOWN_PROJECT = 5;
export const NOT_ON_TEAM = 6;
export const NOT_GRANTABLE = 7;
export const EXCEPTION_DENY = 8;
export const NO_GRANT = 9;
export const OUT_OF_SCOPE = 10;
export const OWNER_UNKNOWN = 11;
export const WRONG_PROJECT = 12;
export const WRONG_TYPE = 13;
export const ACCOUNT_OWNER = 14;
export const PROJECT_OWNER = 15;
export const IN_SCOPE = 16;
export const GRANTED = 17;
export const GRANTED_IN_PART = 18;
const FIRST_ALLOWING = ACCOUNT_OWNER;

const REASON_NAMES: readonly Reason[] = [
  'unknown_member',
  'unknown_permission',
  'member_not_active',
  'account_suspended',
  'project_required',
  'unknown_project',
  'not_on_team',
  'not_grantable',
  'exception_deny',
  'no_grant',
  'out_of_scope',
  'owner_unknown',
  'wrong_project',
  'wrong_type',
  'account_owner',
  'project_owner',
  'in_scope',
  'granted',
  'granted_in_part',
];

const REASON_MASK = 31;
const BITS_SHIFT = 5;
const BITS_MASK = 63;
export const DATED = 1 << 11;

export const verdict = (reason: number, bits: number): Verdict => reason | (bits << BITS_SHIFT);
export const isAllowed = (of: Verdict): boolean => (of & REASON_MASK) >= FIRST_ALLOWING;
/** Whether the reason is ownership of the account or of the project. Then the record does not matter. */
export const isOwnership = (of: Verdict): boolean => {
  const reason = of & REASON_MASK;
  return reason === ACCOUNT_OWNER || reason === PROJECT_OWNER;
};
export const reasonOf = (of: Verdict): Reason => REASON_NAMES[of & REASON_MASK] ?? 'no_grant';
export const bitsOf = (of: Verdict): number => (of >> BITS_SHIFT) & BITS_MASK;
