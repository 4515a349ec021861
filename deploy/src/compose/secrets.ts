import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CAUGHT_MESSAGES, SECRET_VARIABLES, serviceEnvironment } from '../local/environment.js';
import { keptSecrets } from '../local/persisted.js';
import { natsConfig } from '../nats/config.js';
import { COMPONENTS } from '../names.js';
import { configuredUsersOrExit } from '../nats/configured-users.js';
import { publicKeys } from '../nats/keys.js';
import { allRights } from '../nats/rights.js';
import { addresses, LAYOUT } from './layout.js';

/**
 * The first container of docker-compose. It makes all secrets once, at random, and writes to each container only those
 * that it needs. The repository contains no secret, and no secret has a default.
 */
const { folders } = LAYOUT;
const others = await configuredUsersOrExit();
const secrets = keptSecrets(folders.secrets, others);

const ownMail = process.env['SMTP_URL'] || undefined;
const smtpUrl = ownMail ?? LAYOUT.smtpUrl;
// A code sent by mail proves nothing about a telephone. So text messages are shown among the mails only where all mails
// are caught.
const smsUrl = process.env['SMS_URL'] || (ownMail === undefined ? CAUGHT_MESSAGES : undefined);

for (const service of COMPONENTS) {
  const environment = serviceEnvironment(
    service,
    { ...addresses(secrets, others, ''), smtpUrl, smsUrl },
    LAYOUT.listening,
  );
  const lines = SECRET_VARIABLES.filter((name) => name in environment).map((name) => `${name}=${environment[name]}\n`);
  // Each service has its own volume, so an attacker in one service cannot read another's secrets.
  write(join(folders.environment, service, `${service}.env`), lines.join(''));
}

const version = (process.env['NATS_VERSION'] ?? '').split('.').map(Number);
write(
  join(folders.bus, 'nats.conf'),
  natsConfig({ ...LAYOUT.nats, version, keys: publicKeys(secrets.seeds, others), rights: allRights(), others }),
);
write(join(folders.postgres, 'password'), secrets.postgres);

function write(file: string, content: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
}
