import { SERVICES, type ServiceName } from './environment.js';
import { startSystem, type RosterSystem, type SystemOptions } from './system.js';

/**
 * Starts a Roster as the environment says: PORT, ROSTER_DATA_DIR, PUBLIC_URL; DATABASE_URL, NATS_URL (with
 * NATS_IDENTITY_NKEY_SEED … where that server has users) and SMTP_URL put a server of one's own in place of ours;
 * SMS_URL brings messages to telephones.
 */
export async function startLocal(
  env: NodeJS.ProcessEnv,
  watcher: Pick<SystemOptions, 'onStep' | 'say' | 'signal'>,
): Promise<RosterSystem> {
  return startSystem({
    ...watcher,
    dir: env['ROSTER_DATA_DIR'] || '.roster',
    port: portOf(env['PORT']),
    publicUrl: env['PUBLIC_URL'] || undefined,
    revive: true,
    external: {
      databaseUrl: env['DATABASE_URL'] || undefined,
      natsUrl: env['NATS_URL'] || undefined,
      natsSeeds: seedsOf(env),
      smtpUrl: env['SMTP_URL'] || undefined,
      smsUrl: env['SMS_URL'] || undefined,
      mailFrom: env['MAIL_FROM'] || undefined,
    },
  });
}

function portOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT is ${text}, which is no port: a whole number from 1 to 65535 is needed.`);
}

function seedsOf(env: NodeJS.ProcessEnv): Partial<Record<ServiceName, string>> {
  const given = SERVICES.map((service) => [service, env[`NATS_${service.toUpperCase()}_NKEY_SEED`]] as const);
  return Object.fromEntries(given.filter(([, seed]) => seed));
}
