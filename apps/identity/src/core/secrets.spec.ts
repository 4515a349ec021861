import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { loadConfig } from '@roster/service-kit';
import { IdentityConfig } from '../config.js';
import { Secrets } from './secrets.js';

const make = () =>
  new Secrets(
    loadConfig(IdentityConfig, {
      ACCESS_PUBLIC_KEY: 'of another test',
      DATABASE_URL: 'postgres://127.0.0.1/identity',
      DATABASE_RELAY_URL: 'postgres://127.0.0.1/identity',
      PUBLIC_URL: 'https://roster.example',
      TOKEN_KEY: randomBytes(32).toString('base64'),
    }),
  );
const secrets = make();
const mine = { purpose: 'totp', owner: 'u1' };

it('opens what it has sealed, which looks different each time', () => {
  const sealed = [secrets.seal('JBSWY3DP', mine), secrets.seal('JBSWY3DP', mine)];
  expect(sealed.map((one) => secrets.open(one, mine))).toEqual(['JBSWY3DP', 'JBSWY3DP']);
  expect(sealed[0]).not.toBe(sealed[1]);
  expect(sealed[0]).not.toContain('JBSWY3DP');
});

it('opens nothing for another purpose or owner, with another key, nor what was changed', () => {
  const sealed = secrets.seal('JBSWY3DP', mine);
  expect(() => secrets.open(sealed, { ...mine, purpose: 'sso' })).toThrow();
  expect(() => secrets.open(sealed, { ...mine, owner: 'u2' })).toThrow();
  expect(() => make().open(sealed, mine)).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  expect(() => secrets.open(bytes.toString('base64url'), mine)).toThrow();
  expect(() => secrets.open('', mine)).toThrow();
});

it('recognises a text by a digest that depends on purpose, owner and key', () => {
  const digest = secrets.digest('code', mine).toString('hex');
  expect(secrets.digest('code', mine).toString('hex')).toBe(digest);
  expect(secrets.digest('code', { ...mine, owner: 'u2' }).toString('hex')).not.toBe(digest);
  expect(secrets.digest('code', { ...mine, purpose: 'sso' }).toString('hex')).not.toBe(digest);
  expect(make().digest('code', mine).toString('hex')).not.toBe(digest);
});
