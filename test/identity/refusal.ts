import { createSession, RosterError } from '@roster/contracts';
import { IdentityWorld } from './world.js';

/** An identity that counts wrong guesses but never blocks because of them. */
export const countingWorld = () =>
  IdentityWorld.create({
    RATE_LIMITS: 'true',
    RATE_LIMIT_SIGN_INS: '100000',
    RATE_LIMIT_SIGN_INS_PER_EMAIL: '100000',
    RATE_LIMIT_TOKENS: '100000',
  });

/** The answer to a wrong password. */
export async function refusal(world: IdentityWorld, email: string) {
  const client = { address: '192.0.2.1' };
  try {
    await world.gateway.call(createSession, { email, password: 'not the password' }, { client });
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
  throw new Error('The password was right');
}

/** The reason that the refusal gives, else its code; `none` where nothing is refused. */
export const reasonOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await work.then(
    () => 'none',
    (cause: unknown) => cause,
  );
  return error instanceof RosterError ? (error.details?.['reason'] ?? error.code) : error;
};
