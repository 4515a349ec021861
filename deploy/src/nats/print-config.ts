import { natsConfig } from './config.js';
import { configuredUsersOrExit } from './configured-users.js';
import { keyVariables } from './keys.js';
import { allRights } from './rights.js';

/**
 * `node deploy/dist/nats/print-config.js > nats.conf`: the bus's configuration for an existing server. It contains no
 * key. The server reads the public keys from IDENTITY_NKEY … SERVICE_NKEY in its environment, and those of the users in
 * ROSTER_BUS_USERS from theirs, such as CRM_NKEY.
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
