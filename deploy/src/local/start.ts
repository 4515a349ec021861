import { PRODUCT_SETTINGS } from './environment.js';
import { COMPONENTS, seedVariable, type Component } from '../names.js';
import { configuredUsers } from '../nats/configured-users.js';
import { PROCESSES, type Processes } from './fleet.js';
import { startSystem, type RosterSystem, type SystemOptions } from './system.js';

export { killEverything } from '../processes/launch.js';

/**
 * Starts a Roster as the environment says: PORT, ROSTER_DATA_DIR, ROSTER_PROCESSES, PUBLIC_URL. DATABASE_URL, NATS_URL
 * (with NATS_IDENTITY_NKEY_SEED … where that server has users) and SMTP_URL replace our servers by existing ones.
 * SMS_URL sends text messages. ROSTER_BUS_USERS names a file with other services' users of the bus.
 */
export async function startLocal(
  env: NodeJS.ProcessEnv,
  watcher: Pick<SystemOptions, 'onStep' | 'say' | 'signal'>,
): Promise<RosterSystem> {
  return startSystem({
    ...watcher,
    dir: env['ROSTER_DATA_DIR'] || '.roster',
    port: portOf(env['PORT']),
    processes: processesOf(env['ROSTER_PROCESSES']),
    publicUrl: urlOf(env, 'PUBLIC_URL', 'https://roster.example.com'),
    product: productOf(env),
    others: await configuredUsers(env),
    revive: true,
    external: {
      databaseUrl: urlOf(env, 'DATABASE_URL', 'postgresql://admin:password@127.0.0.1:5432/postgres'),
      natsUrl: urlOf(env, 'NATS_URL', 'nats://127.0.0.1:4222'),
      natsSeeds: seedsOf(env),
      smtpUrl: urlOf(env, 'SMTP_URL', 'smtp://mail.example.com:587'),
      smsUrl: env['SMS_URL'] || undefined,
      mailFrom: env['MAIL_FROM'] || undefined,
    },
  });
}

const productOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    PRODUCT_SETTINGS.flatMap((name) => {
      const value = env[name];
      return value ? [[name, value]] : [];
    }),
  );

function portOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT is ${text}, which is not a port: use a whole number from 1 to 65535.`);
}

function processesOf(text: string | undefined): Processes {
  const found = PROCESSES.find((known) => known === (text || 'one'));
  if (found) return found;
  throw new Error(
    `ROSTER_PROCESSES is ${text}. It can be \`one\`, for all services in one process, or \`all\`, for a process for each.`,
  );
}

const KINDS = {
  DATABASE_URL: /^postgres(ql)?:\/\/\S+$/,
  // A host alone is enough, and several may be separated by commas.
  NATS_URL: /^((nats|tls|wss?):\/\/)?[^\s/]+$/,
  SMTP_URL: /^smtps?:\/\/\S+$/,
  PUBLIC_URL: /^https?:\/\/\S+$/,
};

/** The error does not contain the value, which may contain a password. */
function urlOf(env: NodeJS.ProcessEnv, name: keyof typeof KINDS, example: string): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  const addresses = (name === 'NATS_URL' ? text.split(',') : [text]).map((address) => address.trim());
  const isOne = (address: string) =>
    KINDS[name].test(address) && URL.canParse(address.includes('://') ? address : `nats://${address}`);
  if (addresses.every(isOne)) return text;
  throw new Error(`${name} is no address of that kind. It has to look like ${example}`);
}

function seedsOf(env: NodeJS.ProcessEnv): Partial<Record<Component, string>> {
  const given = COMPONENTS.map((component) => [component, env[seedVariable(component)]] as const);
  return Object.fromEntries(given.filter(([, seed]) => seed));
}
