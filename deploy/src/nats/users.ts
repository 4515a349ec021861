import { AuthorizationError, connect, nkeyAuthenticator, nkeys } from '@nats-io/transport-node';

import { COMPONENTS, seedVariable, type Component } from '../names.js';

type ServiceSeeds = Readonly<Partial<Record<Component, string>>>;

/**
 * Connects to an existing NATS as each of our users, one after the other. Rejects with one message that names what is
 * missing or refused, before services wait for a bus that does not let them in.
 */
export async function assertUsers(servers: string, seeds: ServiceSeeds): Promise<void> {
  const found: string[] = [];
  for (const component of COMPONENTS) {
    const why = await obstacle(servers, seeds[component]);
    if (why !== undefined) found.push(`${seedVariable(component)} ${why}`);
  }
  if (found.length === 0) return;
  throw new Error(
    `The NATS of NATS_URL (${hostsOf(servers)}) does not let every service in:\n${found.map((line) => `  ${line}`).join('\n')}\n` +
      'Set each to the seed (SU…) of that service’s user there; `node deploy/dist/nats/print-config.js` prints the users that it needs.',
  );
}

/** Why a user cannot connect; undefined where they can. */
async function obstacle(servers: string, seed: string | undefined): Promise<string | undefined> {
  const bytes = seed === undefined ? undefined : new TextEncoder().encode(seed);
  if (bytes && !isSeed(bytes)) return 'is no nkey seed';
  try {
    const connection = await connect({
      servers: servers.split(',').map((server) => server.trim()),
      reconnect: false,
      timeout: 5_000,
      ...(bytes ? { authenticator: nkeyAuthenticator(bytes) } : {}),
    });
    const { jetstream } = connection.info ?? {};
    await connection.close();
    if (jetstream) return undefined;
  } catch (error) {
    if (error instanceof AuthorizationError) return bytes ? 'is refused' : 'is missing';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `NATS_URL (${hostsOf(servers)}) cannot be used: ${reason}; it must be the address of a NATS that runs, as nats://127.0.0.1:4222`,
      { cause: error },
    );
  }
  throw new Error(
    `The NATS of NATS_URL (${hostsOf(servers)}) has no JetStream: start it with \`-js\`, or turn it on there.`,
  );
}

function isSeed(bytes: Uint8Array): boolean {
  try {
    nkeys.fromSeed(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Without a login. */
const hostsOf = (servers: string) => servers.replaceAll(/[^/,]*:\/\//g, '').replaceAll(/[^@,]*@/g, '');
