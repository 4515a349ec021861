import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SECRET_VARIABLES, serviceEnvironment, SERVICES } from '../local/environment.js';
import { keptSecrets } from '../local/kept.js';
import { natsConfig } from '../nats/config.js';
import { publicKeys } from '../nats/keys.js';
import { addresses, LAYOUT } from './layout.js';

/**
 * The first container of docker-compose: makes all secrets once, at random, and writes for everybody what he needs of
 * them. No secret stands in a file of the repository, and none has a default.
 */
const { folders } = LAYOUT;
const secrets = keptSecrets(folders.secrets);

const smtpUrl = process.env['SMTP_URL'] || LAYOUT.smtpUrl;

for (const service of SERVICES) {
  const environment = serviceEnvironment(service, { ...addresses(secrets, ''), smtpUrl }, LAYOUT.listening);
  const lines = SECRET_VARIABLES.filter((name) => name in environment).map((name) => `${name}=${environment[name]}\n`);
  write(join(folders.environment, `${service}.env`), lines.join(''));
}

const version = (process.env['NATS_VERSION'] ?? '').split('.').map(Number);
write(join(folders.bus, 'nats.conf'), natsConfig({ ...LAYOUT.nats, version, keys: publicKeys(secrets.seeds) }));
write(join(folders.postgres, 'password'), secrets.postgres);

function write(file: string, content: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
}
