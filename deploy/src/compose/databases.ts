import { keptSecrets } from '../local/persisted.js';
import { prepareDatabases } from '../postgres/databases.js';
import { adminUrl, LAYOUT } from './layout.js';

/** The second container of docker-compose. It creates each service's database and logins, once Postgres answers. */
const secrets = keptSecrets(LAYOUT.folders.secrets);
await prepareDatabases(adminUrl(secrets.postgres), secrets.databases);
console.log('The databases and their logins are there.');
