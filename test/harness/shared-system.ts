import type { Caller } from '@roster/contracts';
import { endWithThisProcess, freePort, startSystem, type RosterSystem, type SystemOptions } from '@roster/deploy';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CLIENT } from '../identity/clients.js';
import { writeTestPresets } from '../presets/presets.js';

/** Stops the shared system of this run, if it is up, and deletes its data. */
let removeShared: (() => Promise<void>) | undefined;

/** The addresses of a running system's parts. It is plain data, so that it can be passed to Jest's workers. */
export interface SystemAddresses {
  url: string;
  urls: readonly string[];
  dir: string;
  mailApi: string;
  natsUrl: string;
  accessPublicKey: string;
  seeds: Partial<Record<Caller, string>>;
  /** An administrator's login, for tests that look into the databases. */
  postgresUrl: string;
  /** Loopback ports that are kept free for what a test plays outside the system. */
  outside: Outside;
}

/** `provider`: of an identity provider, which is also the third party `pages`; `dns`: of the name server that is asked. */
interface Outside {
  provider: number;
  dns: number;
}

/** No rate limits, because all tests come from one address, and no draining, because nobody has to be told. */
const TEST_SETTINGS = { RATE_LIMITS: 'false', DRAIN_SECONDS: '0', LOG_LEVEL: 'info' };

export const SHARED_SYSTEM = 'TEST_SYSTEM';

const NOWHERE: Outside = { provider: 0, dns: 0 };

/** As identity takes it. The provider has to know us as `CLIENT`. */
function settingsOf({ provider, dns }: Outside): Record<string, string> {
  const issuer = `http://127.0.0.1:${provider}`;
  const pages = {
    id: 'pages',
    name: 'Pages',
    issuer,
    authorizationEndpoint: `${issuer}/auth`,
    tokenEndpoint: `${issuer}/token`,
    revocationEndpoint: `${issuer}/token/revocation`,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['pages:read', 'pages:write'],
  };
  return { PRIVATE_HOSTS: '127.0.0.1', DNS_SERVERS: `127.0.0.1:${dns}`, THIRD_PARTIES: JSON.stringify([pages]) };
}

export const addressesOf = (system: RosterSystem, outside = NOWHERE): SystemAddresses => ({
  outside,
  url: system.url,
  urls: system.urls,
  dir: system.dir,
  mailApi: system.mail.apiUrl,
  natsUrl: system.nats.url,
  accessPublicKey: system.secrets.accessKeys.public,
  seeds: system.secrets.seeds,
  postgresUrl: system.postgres.url,
});

/** One whole system for all end-to-end tests of a run; besides the presets that are shipped it has those of tests. */
export async function startSharedSystem(): Promise<void> {
  endWithThisProcess();
  const presets = await mkdtemp(join(tmpdir(), 'roster-presets-'));
  await writeTestPresets(presets);
  const outside = { provider: await freePort(), dns: await freePort() };
  const env = { ROSTER_PRESETS_DIR: presets, ...settingsOf(outside) };
  const { system, remove } = await startTestSystem({ env });
  removeShared = async () => {
    await remove();
    await rm(presets, { recursive: true, force: true });
  };
  process.env[SHARED_SYSTEM] = JSON.stringify(addressesOf(system, outside));
}

export async function stopSharedSystem(): Promise<void> {
  await removeShared?.();
}

export async function startTestSystem(options: Partial<SystemOptions> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'roster-system-'));
  await chmod(dir, 0o755); // Run by root, Postgres is another user and has to get in.
  const port = await freePort();
  const system = await startSystem({
    dir,
    port,
    say: () => undefined,
    ...options,
    env: { ...TEST_SETTINGS, ...options.env },
  });
  const remove = async () => {
    await system.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return { system, remove };
}
