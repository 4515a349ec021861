import { Secret, TOTP } from 'otpauth';

const STEP = 30_000;

/**
 * What an authenticator app shows, now or so many steps of half a minute from now. A code counts once, so a second one
 * needs the next step.
 */
export const codeOfApp = (secret: string, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * STEP });
