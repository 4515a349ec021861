import { RosterError, userPasswordWeak } from '@roster/contracts';

const SHORTEST = 15;

/** One form for what different keyboards send for the same characters. */
export const normalisePassword = (typed: string): string => typed.normalize('NFC');

/** Throws `user.password-weak` for fewer than 15 characters, counted as people count them: code points, after NFC. */
export function assertStrong(typed: string, path: string): void {
  if ([...normalisePassword(typed)].length >= SHORTEST) return;
  const message = `must have at least ${SHORTEST} characters`;
  throw new RosterError(userPasswordWeak, `A password must have at least ${SHORTEST} characters`, {
    details: { errors: [{ path, message }] },
  });
}
