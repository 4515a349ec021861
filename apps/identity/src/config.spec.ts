import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '@roster/service-kit';
import { IdentityConfig } from './config.js';

const needed = {
  ACCESS_PUBLIC_KEY: 'of another test',
  DATABASE_URL: 'postgres://127.0.0.1/identity',
  DATABASE_RELAY_URL: 'postgres://127.0.0.1/identity',
  PUBLIC_URL: 'https://roster.example/',
};
const load = (env: NodeJS.ProcessEnv) => loadConfig(IdentityConfig, { ...needed, ...env });

it('starts with a random key and defaults for the rest', () => {
  const config = load({ TOKEN_KEY: randomBytes(32).toString('base64'), SESSION_HOURS: '24' });
  expect(config).toMatchObject({
    PUBLIC_URL: 'https://roster.example',
    SESSION_HOURS: 24,
    INVITATION_DAYS: 7,
    EMAIL_VERIFICATION_HOURS: 24,
    MAILS_PER_HOUR: 5,
  });
});

it.each([undefined, 'secret', Buffer.alloc(32).toString('base64')])('does not start with the key %j (S69)', (key) => {
  expect(() => load({ TOKEN_KEY: key })).toThrow(ConfigError);
  expect(() => load({ TOKEN_KEY: key })).toThrow(/TOKEN_KEY: must be at least 32 random bytes/);
});

it('hashes passwords cheaply in tests only (S6)', () => {
  const TOKEN_KEY = randomBytes(32).toString('base64');
  expect(load({ TOKEN_KEY }).PASSWORD_COST).toBe('recommended');
  expect(load({ TOKEN_KEY, PASSWORD_COST: 'low', NODE_ENV: 'test' }).PASSWORD_COST).toBe('low');
  for (const env of [{}, { NODE_ENV: 'production' }, { NODE_ENV: '' }]) {
    expect(() => load({ TOKEN_KEY, PASSWORD_COST: 'low', ...env })).toThrow(/PASSWORD_COST: must be recommended/);
  }
  expect(() => load({ TOKEN_KEY, PASSWORD_COST: 'none', NODE_ENV: 'test' })).toThrow(ConfigError);
});
