import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Actor } from '@roster/contracts';
import { inviteeOf } from './acceptance.js';

const PASSWORD = 'a long sentence that nobody guesses';
const userId = randomUUID();
const sessionId = randomUUID();
const actor = (id: string): Actor => ({ kind: 'session', memberId: randomUUID(), userId: id, sessionId });
const full = { token: 't', firstName: 'Carl', lastName: 'Colleague', password: PASSWORD };

describe('the invitee of an invitation', () => {
  it('is a new user if the address has none', () =>
    expect(inviteeOf(full, undefined, undefined)).toMatchObject({ kind: 'new', firstName: 'Carl' }));

  it('is the user of the address, by their password or their session', () => {
    expect(inviteeOf(full, userId, undefined)).toEqual({ kind: 'password', userId, password: PASSWORD });
    expect(inviteeOf({ token: 't' }, userId, actor(userId))).toEqual({ kind: 'session', userId, sessionId });
  });

  it.each([
    ['of another user', userId],
    ['where the address has no user', undefined],
  ])('is never the person of a session %s, whatever else is sent (S40)', (_, known) =>
    expect(() => inviteeOf(full, known, actor(randomUUID()))).toThrow(
      expect.objectContaining({ code: 'invitation.foreign' }),
    ),
  );

  it.each([
    [{ token: 't' }, undefined, ['firstName', 'lastName', 'password']],
    [{ token: 't', firstName: 'Carl', password: PASSWORD }, undefined, ['lastName']],
    [{ token: 't' }, userId, ['password']],
  ])('is told what is missing from %j', (input, known, paths) =>
    expect(() => inviteeOf(input, known, undefined)).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        details: { errors: paths.map((path) => ({ path, message: 'is required' })) },
      }),
    ),
  );

  it('chooses a password that is long enough', () =>
    expect(() => inviteeOf({ ...full, password: 'x'.repeat(14) }, undefined, undefined)).toThrow(
      expect.objectContaining({ code: 'user.password-weak' }),
    ));
});
