import { expect, it } from '@jest/globals';

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startLocal } from './start.js';

it.each([
  ['PORT', '70000', 'PORT is 70000, which is not a port: use a whole number from 1 to 65535.'],
  ['ROSTER_PROCESSES', 'two', 'ROSTER_PROCESSES is two. It can be `one`, for all services in one process, or `all`'],
  ['DATABASE_URL', 'secret@127.0.0.1', 'DATABASE_URL is no address of that kind. It has to look like postgresql://'],
  ['NATS_URL', 'http://secret', 'NATS_URL is no address of that kind. It has to look like nats://127.0.0.1:4222'],
  ['SMTP_URL', 'secret', 'SMTP_URL is no address of that kind. It has to look like smtp://mail.example.com:587'],
  ['PUBLIC_URL', 'roster', 'PUBLIC_URL is no address of that kind. It has to look like https://roster.example.com'],
])('refuses a wrong %s before anything starts, and says what it should be', async (name, value, message) => {
  const refused = await startLocal({ [name]: value }, {}).catch((error: Error) => error.message);
  expect(refused).toContain(message);
  expect(refused).not.toContain('secret');
});

it('refuses a wrong list of users of the bus before anything starts, and says all that is wrong', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'roster-start-'));
  const file = join(dir, 'users.json');
  const refusal = () =>
    startLocal({ ROSTER_BUS_USERS: file, ROSTER_DATA_DIR: dir }, {}).catch((error: Error) => error.message);
  try {
    expect(await refusal()).toMatch(`ROSTER_BUS_USERS (${file}) cannot be used: ENOENT`);
    await writeFile(
      file,
      '[{ "name": "gateway", "kind": "keeper", "recordTypes": "all", "accounts": "all" }, { "name": "crm" }]',
    );
    expect(await refusal()).toBe(
      `ROSTER_BUS_USERS (${file}) cannot be used: user 1: name must not be gateway, which is one of Roster’s own; ` +
        'user 2 (crm): kind must be service, keeper or back-office',
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
