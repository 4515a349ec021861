import { natsConfig } from './config.js';
import { keyVariables } from './keys.js';
import { allRights } from './rights.js';

/**
 * `node deploy/dist/nats/print-config.js > nats.conf`: the bus's configuration for a server of one's own. It holds no key;
 * the server reads the public ones from IDENTITY_NKEY … SERVICE_NKEY in its environment.
 */
const {
  NATS_HOST = '0.0.0.0',
  NATS_PORT = '4222',
  NATS_STORE_DIR = '/data/jetstream',
  NATS_VERSION = '2.10.0',
} = process.env;

process.stdout.write(
  natsConfig({
    host: NATS_HOST,
    port: Number(NATS_PORT),
    storeDir: NATS_STORE_DIR,
    version: NATS_VERSION.split('.').map(Number),
    keys: keyVariables(),
    rights: allRights(),
  }),
);
