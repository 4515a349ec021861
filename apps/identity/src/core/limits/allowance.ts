import type { Limit } from '@roster/contracts';
import type { LimitsConfig } from './limits.config.js';

/**
 * What is counted: the limits that contracts name, password guesses by person and by network, and mails to one address.
 */
export type Counted = Limit | 'guess-by-person' | 'guess-by-network' | 'mail-to';

/** The number of times allowed within a window of so many seconds. The window begins with its first count. */
export interface Allowance {
  readonly points: number;
  readonly duration: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const allowancesOf = (settings: LimitsConfig): Record<Counted, Allowance> => ({
  'sign-up': { points: settings.RATE_LIMIT_SIGN_UPS, duration: MINUTE },
  token: { points: settings.RATE_LIMIT_TOKENS, duration: MINUTE },
  mail: { points: settings.RATE_LIMIT_INVITATIONS, duration: MINUTE },
  'guess-by-person': { points: settings.RATE_LIMIT_SIGN_INS_PER_EMAIL, duration: 15 * MINUTE },
  'guess-by-network': { points: settings.RATE_LIMIT_SIGN_INS, duration: 15 * MINUTE },
  'mail-to': { points: settings.MAILS_PER_HOUR, duration: HOUR },
});
