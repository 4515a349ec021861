import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { inherited } from './launch.js';

const before = process.env;

beforeEach(() => {
  process.env = { PATH: before['PATH'] };
});

afterEach(() => {
  process.env = before;
});

it('passes settings on, except those meant for the runner', () => {
  const settings = { LOG_LEVEL: 'debug', DATABASE_POOL_SIZE: '3', SMTP_TIMEOUT_MS: '9', RATE_LIMITS: 'false' };
  const own =
    'DATABASE_URL DATABASE_RELAY_URL DATABASE_MIGRATION_URL NATS_URL SMTP_URL SMS_URL TOKEN_KEY NATS_NKEY_SEED ' +
    'ACCESS_SIGNING_KEY ACCESS_PUBLIC_KEY NATS_IDENTITY_NKEY_SEED NATS_GATEWAY_NKEY_SEED HOST PORT ADMIN_PORT ROSTER_DATA_DIR NODE_CHANNEL_FD npm_config_x';
  Object.assign(process.env, settings, Object.fromEntries(own.split(' ').map((name) => [name, 'x'])));
  expect(inherited()).toEqual({ PATH: before['PATH'], ...settings });
});
