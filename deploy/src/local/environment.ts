import type { Context, OtherUser } from '@roster/contracts';

import { CONTEXTS, type Component } from '../names.js';
import type { AccessKeyPair } from './kept.js';
import type { DatabaseUrls } from '../postgres/databases.js';

/** Where the parts of one Roster find each other, and the secrets they need for it. */
export interface Addresses {
  natsUrl: string;
  /** Nkey seeds of the bus's users; left out where NATS has no users. */
  seeds: Partial<Record<Component, string>>;
  /** Other services' users of the bus, and what each may touch. */
  others: readonly OtherUser[];
  databases: DatabaseUrls;
  smtpUrl: string;
  /** Who brings messages to telephones; left out where nobody does. */
  smsUrl?: string | undefined;
  mailFrom: string;
  /** What stands in mailed links. */
  publicUrl: string;
  tokenKey: string;
  accessKeys: AccessKeyPair;
}

export type Environment = Record<string, string>;

/** Where mails are only caught and shown, messages to telephones stand beside them, at a domain that nobody has. */
export const CAUGHT_MESSAGES = 'mailto:sms.localhost';

/** Where a process listens: the gateway on `host` and `port`, each process on `admin` for its operators. */
export interface Listening {
  host: string;
  port: number;
  admin: number;
}

/** What a service's process reads from its environment, and nothing that it does not need: the same here and in the images. */
export function serviceEnvironment(service: Component, addresses: Addresses, listening: Listening): Environment {
  const seed = addresses.seeds[service];
  return {
    NODE_ENV: 'production',
    NATS_URL: addresses.natsUrl,
    ...(seed ? { NATS_NKEY_SEED: seed } : {}),
    ADMIN_PORT: String(listening.admin),
    ...(isContext(service) ? { ...databaseOf(service, addresses.databases), BUS_USERS: usersOf(addresses) } : {}),
    ...(service === 'declarer' ? {} : { ACCESS_PUBLIC_KEY: addresses.accessKeys.public }),
    ...own(service, addresses, listening),
  };
}

const isContext = (component: Component): component is Context => CONTEXTS.some((context) => context === component);

/** As the services read it, which is as it was configured: without limits that its kind does not have. */
const usersOf = ({ others }: Addresses): string => JSON.stringify(others);

const databaseOf = (context: Context, databases: DatabaseUrls): Environment => ({
  DATABASE_URL: databases[context].run,
  DATABASE_RELAY_URL: databases[context].relay,
  DATABASE_MIGRATION_URL: databases[context].migrate,
});

function own(service: Component, addresses: Addresses, { host, port }: Listening): Environment {
  const { tokenKey, smtpUrl, smsUrl, mailFrom, publicUrl } = addresses;
  switch (service) {
    case 'access':
      return { ACCESS_SIGNING_KEY: addresses.accessKeys.signing };
    case 'identity':
      return { TOKEN_KEY: tokenKey, PUBLIC_URL: publicUrl };
    case 'notifications':
      return {
        SMTP_URL: smtpUrl,
        ...(smsUrl && { SMS_URL: smsUrl }),
        MAIL_FROM: mailFrom,
        PUBLIC_URL: publicUrl,
      };
    case 'gateway':
      return { HOST: host, PORT: String(port), PUBLIC_URL: publicUrl, DOCS: 'true' };
    default:
      return {};
  }
}

/** Those of the variables that nobody else may read; in the images they come from a file of the service's own. */
export const SECRET_VARIABLES = [
  'NATS_NKEY_SEED',
  'DATABASE_URL',
  'DATABASE_RELAY_URL',
  'DATABASE_MIGRATION_URL',
  'TOKEN_KEY',
  'ACCESS_SIGNING_KEY',
  // No secret, but made with one: who could put another in its place would be believed.
  'ACCESS_PUBLIC_KEY',
  // No secret either: who could write it would be in it, and touch everything.
  'BUS_USERS',
  // They may hold a login.
  'SMTP_URL',
  'SMS_URL',
];
