import type { TotpSetup } from '@roster/contracts';
import { Secret, TOTP } from 'otpauth';
import { toString } from 'qrcode';

/** The number of steps that clocks may differ by in each direction (RFC 6238, 5.2; S17). */
const DRIFT = 1;
/** The number of wrong codes in a row before codes are blocked (S18). */
const FREE_FAILURES = 10;
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 8 * 3_600_000;

/** 160 random bits in base32 (RFC 4226, 4). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, issuer = '') => new TOTP({ issuer, secret: Secret.fromBase32(secret) });

/** The step that the code belongs to, if it is near enough. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const clock = { timestamp: now.getTime() };
  const delta = totp(secret).validate({ token: code, window: DRIFT, ...clock });
  return delta === null ? undefined : totp(secret).counter(clock) + delta;
}

/** What the app needs, and who it is for. `issuer`: the product's name, which the app shows. */
interface TotpAccount {
  readonly issuer: string;
  readonly secret: string;
  readonly email: string;
}

/** What the person's app needs, as text and as a QR code. */
export async function showTotp({ issuer, secret, email }: TotpAccount, expiresAt: Date): Promise<TotpSetup> {
  const app = totp(secret, issuer);
  app.label = email;
  const uri = app.toString();
  const picture = Buffer.from(await toString(uri, { type: 'svg' })).toString('base64');
  return { secret, uri, qrCode: `data:image/svg+xml;base64,${picture}`, expiresAt: expiresAt.toISOString() };
}

/**
 * Until when codes are blocked after so many wrong ones in a row. The tenth blocks for a minute, each further one for
 * twice as long, up to eight hours. Somebody who knows the password and guesses has a chance of three in a million each
 * time.
 */
export function blockedUntil(failures: number, now: Date): Date | null {
  if (failures < FREE_FAILURES) return null;
  const pause = Math.min(FIRST_PAUSE * 2 ** (failures - FREE_FAILURES), LONGEST_PAUSE);
  return new Date(now.getTime() + pause);
}
