import { describe, expect, it } from '@jest/globals';
import { RosterError, serviceTimeout, userPasswordWeak } from '@roster/contracts';
import { assertStrong } from './password.js';
import { PasswordsService } from './passwords.service.js';

describe('the strength of a password (S1, S2)', () => {
  it.each(['aaaa bbbb cccc dddd', '🐎🔋📎🐎🔋📎🐎🔋📎🐎🔋📎🐎🔋📎', 'é'.repeat(15), 'x'.repeat(128)])(
    '%j will do',
    (password) => expect(() => assertStrong(password, 'password')).not.toThrow(),
  );

  it.each(['x'.repeat(14), '🐎'.repeat(14), 'e\u0301'.repeat(14)])('%j is too short', (password) =>
    expect(() => assertStrong(password, 'password')).toThrow(
      new RosterError(userPasswordWeak, 'A password must have at least 15 characters'),
    ),
  );
});

describe('the hash of a password', () => {
  const passwords = new PasswordsService();

  it('is argon2id with at least the recommended costs, and salted (S6)', async () => {
    const [one, other] = await Promise.all([
      passwords.hash('a long sentence', {}),
      passwords.hash('a long sentence', {}),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('is of the whole password and of its normal form (S5)', async () => {
    const long = 'x'.repeat(72);
    const hash = await passwords.hash(`${long}é`, {});
    expect(await passwords.verify(hash, `${long}e\u0301`, {})).toBe(true);
    expect(await passwords.verify(hash, `${long}e`, {})).toBe(false);
  });

  it('matches nothing where there is none', async () => {
    expect(await passwords.verify(undefined, 'a long sentence', {})).toBe(false);
  });

  it('is not made for a caller who has given up', async () => {
    await expect(passwords.hash('a long sentence', { deadline: Date.now() - 1 })).rejects.toThrow(
      new RosterError(serviceTimeout),
    );
  });
});
