import type { OtherUser } from '@roster/contracts';

import { CAUGHT_MESSAGES, MAIL_FROM, PRODUCT_SETTINGS, type Addresses } from '../local/environment.js';
import { databaseUrls } from '../postgres/databases.js';
import type { Secrets } from '../local/persisted.js';

/** Where things are in docker-compose's containers. A test compares it with docker-compose.yml. */
export const LAYOUT = {
  /** `monitorPort` is for the container's own health check. */
  nats: { host: '0.0.0.0', port: 4222, storeDir: '/data/jetstream', monitorPort: 8222 },
  natsUrl: 'nats://nats:4222',
  smtpUrl: 'smtp://mailpit:1025',
  mailFrom: `\${MAIL_FROM:-${MAIL_FROM}}`,
  /** Inside a container. The gateway must be reachable from outside of its container, the operators' port must not. */
  listening: { host: '0.0.0.0', port: 3000, admin: 9100 },
  /** The file with other services' users of the bus, as containers see it. */
  busUsers: '/run/roster/bus-users.json',
  folders: {
    /** Only `secrets` and `databases` see this. */
    secrets: '/run/roster/secrets',
    /**
     * A file of secret variables for each service. Each service sees only its own volume here; `secrets` sees a folder
     * for each.
     */
    environment: '/run/roster/environment',
    /** The administrator's password, for Postgres's own image. */
    postgres: '/run/roster/postgres',
    /** The bus's configuration, for NATS's own image. */
    bus: '/run/roster/bus',
  },
} as const;

export const adminUrl = (password: string) =>
  `postgresql://postgres:${encodeURIComponent(password)}@postgres:5432/postgres`;

export const addresses = (secrets: Secrets, others: readonly OtherUser[], publicUrl: string): Addresses => ({
  natsUrl: LAYOUT.natsUrl,
  seeds: secrets.seeds,
  others,
  databases: databaseUrls(adminUrl(secrets.postgres), secrets.databases),
  smtpUrl: LAYOUT.smtpUrl,
  smsUrl: CAUGHT_MESSAGES,
  mailFrom: LAYOUT.mailFrom,
  publicUrl,
  tokenKey: secrets.tokenKey,
  accessKeys: secrets.accessKeys,
  product: Object.fromEntries(PRODUCT_SETTINGS.map((name) => [name, `\${${name}:-}`])),
});
