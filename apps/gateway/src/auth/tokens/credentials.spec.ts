import { describe, expect, it } from '@jest/globals';
import { RosterError, sessionRequired } from '@roster/contracts';
import { createHash } from 'node:crypto';
import { GatewayConfig } from '../../config.js';
import { readCredentials, sessionCookieName } from './credentials.js';

const hash = (token: string) => createHash('sha256').update(token).digest('hex');
const config = (PUBLIC_URL?: string) => Object.assign(new GatewayConfig(), { PUBLIC_URL });

describe('readCredentials', () => {
  it('takes the bearer token before the cookie', () => {
    expect(readCredentials('Bearer abc', 'def')).toEqual({ tokenHash: hash('abc'), by: 'bearer' });
    expect(readCredentials('bearer  abc ', undefined)).toEqual({ tokenHash: hash('abc'), by: 'bearer' });
    expect(readCredentials(undefined, 'def')).toEqual({ tokenHash: hash('def'), by: 'cookie' });
    expect(readCredentials(undefined, undefined)).toBeUndefined();
    expect(readCredentials(undefined, '')).toBeUndefined();
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'abc',
    'Bearer a b',
    'Bearer a, Bearer b',
    `Bearer ${'a'.repeat(501)}`,
  ])('refuses the header %j, even where a cookie would do', (authorization) => {
    expect(() => readCredentials(authorization, 'def')).toThrow(RosterError);
    try {
      readCredentials(authorization, 'def');
    } catch (error) {
      expect(error).toMatchObject({ code: sessionRequired.code });
    }
  });
});

describe('sessionCookieName', () => {
  it('binds the cookie to the host where https allows it (S34)', () => {
    expect(sessionCookieName(config())).toBe('roster_session');
    expect(sessionCookieName(config('https://roster.example.com'))).toBe('__Host-roster_session');
  });
});
