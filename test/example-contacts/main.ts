import { startContacts } from './contacts.service.js';

const { DATABASE_URL = '', NATS_URL = '', NATS_NKEY_SEED, ACCESS_PUBLIC_KEY = '', ROSTER_URL } = process.env;

const app = await startContacts({
  databaseUrl: DATABASE_URL,
  natsUrl: NATS_URL,
  ...(NATS_NKEY_SEED && { nkeySeed: NATS_NKEY_SEED }),
  accessPublicKey: ACCESS_PUBLIC_KEY,
  rosterUrl: ROSTER_URL ?? 'http://localhost:3000',
});
process.stdout.write(`Contacts are at ${await app.getUrl()}/contacts\n`);
