import { describe, expect, it } from '@jest/globals';
import { carriedOver, isOpen, isProof, limitsOf } from './session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date('2026-03-01T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe('how long a session lasts (S31)', () => {
  const limits = { absolute: 12 * HOUR, idle: HOUR };
  const session = (over: object = {}) => ({
    endedAt: null,
    authenticatedAt: ago(HOUR),
    usedAt: ago(MINUTE),
    expiresAt: new Date(NOW.getTime() + 11 * HOUR),
    ...over,
  });

  it.each([
    ['while it is used', {}, true],
    ['to the last instant without use', { usedAt: ago(HOUR - 1) }, true],
    ['not after that', { usedAt: ago(HOUR) }, false],
    ['to the last instant after the proof', { authenticatedAt: ago(12 * HOUR - 1) }, true],
    ['not after that, however much it is used', { authenticatedAt: ago(12 * HOUR), usedAt: NOW }, false],
    ['not past the limit that it began with', { expiresAt: NOW }, false],
    ['not once it is ended', { endedAt: ago(1) }, false],
  ])('%s', (_, over, isGood) => expect(isOpen(session(over), limits, NOW)).toBe(isGood));

  it('is the account’s to say, else the service’s', () => {
    const config = { SESSION_HOURS: 12, SESSION_IDLE_MINUTES: 60 };
    expect(limitsOf({ sessionHours: null, idleMinutes: null }, config)).toEqual(limits);
    expect(limitsOf({ sessionHours: 1, idleMinutes: 5 }, config)).toEqual({ absolute: HOUR, idle: 5 * MINUTE });
  });
});

describe('what counts as a proof (S22)', () => {
  it.each([
    [['password'], [], true],
    [['password'], ['totp'], false],
    [['totp'], ['totp'], true],
    [['passkey'], ['totp', 'passkey'], true],
    [['sso'], ['totp'], false],
    [['sso-mfa'], ['totp'], true],
    [[], [], false],
  ] as const)('%j of who has %j: %s', (methods, factors, isOne) => expect(isProof(methods, factors)).toBe(isOne));

  it('does not go from one account to another where an identity provider gave it (S66)', () =>
    expect(carriedOver(['sso', 'sso-mfa', 'password', 'totp'])).toEqual(['password', 'totp']));
});
