import { natsConfig } from './config.js';
import { configuredUsersOrExit } from './configured-users.js';
import { keyVariables } from './keys.js';
import { allRights } from './rights.js';

/**
 * `node deploy/dist/nats/print-config.js > nats.conf`: the bus's configuration for a server of one's own. It holds no key;
 * the server reads the public ones from IDENTITY_NKEY … SERVICE_NKEY in its environment, and those of the users that
 * ROSTER_BUS_USERS lists from theirs: CRM_NKEY.
 */
const {
  NATS_HOST = '0.0.0.0',
  NATS_PORT = '4222',
  NATS_STORE_DIR = '/data/jetstream',
  NATS_VERSION = '2.10.0',
} = process.env;

const others = await configuredUsersOrExit();

process.stdout.write(
  natsConfig({
    host: NATS_HOST,
    port: Number(NATS_PORT),
    storeDir: NATS_STORE_DIR,
    version: NATS_VERSION.split('.').map(Number),
    keys: keyVariables(others),
    rights: allRights(),
    others,
  }),
);
