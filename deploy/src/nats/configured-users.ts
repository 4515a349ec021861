import { readFileSync } from 'node:fs';

import type { OtherUser } from '@roster/contracts';

/**
 * The users of other services, from the file that `ROSTER_BUS_USERS` names; none without it. Rejects with one message
 * that lists everything wrong with it. The contracts, which read the file, are loaded only if there is one.
 */
export async function configuredUsers(env: NodeJS.ProcessEnv): Promise<OtherUser[]> {
  const file = env['ROSTER_BUS_USERS'];
  if (!file) return [];
  try {
    const text = readFileSync(file, 'utf8');
    return (await import('@roster/contracts')).readOtherUsers(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`ROSTER_BUS_USERS (${file}) cannot be used: ${why}`, { cause: error });
  }
}

/** The same for a program that cannot run without them: it exits, and says why in one line. */
export const configuredUsersOrExit = (): Promise<OtherUser[]> =>
  configuredUsers(process.env).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
