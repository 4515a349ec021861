import type { Context, OtherUser } from '@roster/contracts';

import { CONTEXTS, type Component } from '../names.js';
import type { AccessKeyPair } from './persisted.js';
import type { DatabaseUrls } from '../postgres/databases.js';

/** The addresses of all parts of one Roster, and the secrets that they need. */
export interface Addresses {
  natsUrl: string;
  /** Nkey seeds of the bus's users. Left out where NATS has no users. */
  seeds: Partial<Record<Component, string>>;
  /** Other services' users of the bus, and what each may touch. */
  others: readonly OtherUser[];
  databases: DatabaseUrls;
  smtpUrl: string;
  /** The gateway for text messages. Left out where there is none. */
  smsUrl?: string | undefined;
  mailFrom: string;
  /** The start of mailed links. */
  publicUrl: string;
  /** The settings of the product's name and looks. */
  product?: Environment;
  tokenKey: string;
  accessKeys: AccessKeyPair;
}

export type Environment = Record<string, string>;

/**
 * Where mails are only caught and shown, text messages are shown among them, addressed to a domain that does not exist.
 */
export const CAUGHT_MESSAGES = 'mailto:sms.localhost';

/** Whom mails are from, where nobody says: an address without a name, so that it gets the product's. */
export const MAIL_FROM = 'no-reply@localhost';

/** The settings of the product's name and looks, as every service reads them. */
export const PRODUCT_SETTINGS = [
  'PRODUCT_PRESET',
  'PRODUCT_NAME',
  'PRODUCT_LOGO_URL',
  'PRODUCT_COLOR',
  'SUPPORT_EMAIL',
  'SIGN_IN_URL',
] as const;

/** Where a process listens: the gateway on `host` and `port`, every process on `admin` for operators. */
export interface Listening {
  host: string;
  port: number;
  admin: number;
}

/** The environment of a service's process, limited to what it needs. It is the same here and in the images. */
export function serviceEnvironment(service: Component, addresses: Addresses, listening: Listening): Environment {
  const seed = addresses.seeds[service];
  return {
    NODE_ENV: 'production',
    NATS_URL: addresses.natsUrl,
    ...(seed ? { NATS_NKEY_SEED: seed } : {}),
    ADMIN_PORT: String(listening.admin),
    ...(isContext(service) ? { ...databaseOf(service, addresses.databases), BUS_USERS: usersOf(addresses) } : {}),
    ...(service === 'declarer' ? {} : { ACCESS_PUBLIC_KEY: addresses.accessKeys.public }),
    ...(service === 'declarer' ? {} : addresses.product),
    ...own(service, addresses, listening),
  };
}

const isContext = (component: Component): component is Context => CONTEXTS.some((context) => context === component);

/** The users as they were configured. Services read them in the same form, without limits that a kind does not have. */
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

/** The secret variables. In the images they come from a file of the service's own. */
export const SECRET_VARIABLES = [
  'NATS_NKEY_SEED',
  'DATABASE_URL',
  'DATABASE_RELAY_URL',
  'DATABASE_MIGRATION_URL',
  'TOKEN_KEY',
  'ACCESS_SIGNING_KEY',
  // Not secret, but derived from a secret: whoever could replace it would be believed.
  'ACCESS_PUBLIC_KEY',
  // Not secret either, but whoever could change it could add themselves and touch everything.
  'BUS_USERS',
  // These may contain a login.
  'SMTP_URL',
  'SMS_URL',
];
