import { describe, expect, it } from '@jest/globals';
import { RosterError, serviceTimeout, userPasswordWeak } from '@roster/contracts';
import { PasswordsConfig } from './passwords.config.js';
import { assertStrong, type PasswordContext } from './password.js';
import { PasswordsService } from './passwords.service.js';

const weakness = (password: string, context?: PasswordContext): string | undefined => {
  try {
    assertStrong(password, 'password', context);
    return undefined;
  } catch (error) {
    if (!(error instanceof RosterError) || !error.is(userPasswordWeak)) throw error;
    return error.details?.errors?.[0]?.code;
  }
};

describe('the strength of a password', () => {
  it.each([
    'aaaa bbbb cccc dddd',
    '🐎🔋📎🐎🔋📎🐎🔋📎🐎🔋📎🐎🔋📎',
    'éàéèéàéèéàéèéàé',
    'correcthorsebatterystaple',
    'only lower case letters',
    'a long sentence that nobody guesses',
    'fifteen letters',
    'w7'.repeat(32),
    'w7'.repeat(64),
  ])('%j will do: no other rule than those on length and on what is guessed first (S1, S2, S5)', (password) =>
    expect(weakness(password)).toBeUndefined(),
  );

  it.each(['fourteen lette', '🐎🔋'.repeat(7), 'e\u0301a\u0300'.repeat(7)])('%j is too short (S1)', (password) => {
    expect(weakness(password)).toBe('short');
    expect(() => assertStrong(password, 'owner.password')).toThrow(
      new RosterError(userPasswordWeak, 'A password must have at least 15 characters'),
    );
  });

  it('may have 8 characters with a second factor, and no fewer (S1)', () => {
    expect(weakness('kn8wzq1p')).toBe('short');
    expect(weakness('kn8wzq1p', { secondFactorRequired: true })).toBeUndefined();
    expect(weakness('kn8wzq1', { secondFactorRequired: true })).toBe('short');
    expect(weakness('sunshine', { secondFactorRequired: true })).toBe('common');
  });

  it.each([
    'password123456789',
    'Password123456789',
    'qwertyuiopasdfg',
    'qwertyuiopasdfghjklzxcvbnm',
    'passwordpassword',
    'letmeinletmein123',
    'iloveyou!@#$%^&*',
    'aaaaaaaaaaaaaaa',
    'x'.repeat(64),
    '123456789012345',
    '123456789987654321',
    '1qaz2wsx1qaz2wsx',
    'zyxwvutsrqponml',
  ])('%j is guessed first (S3)', (password) => expect(weakness(password)).toBe('common'));

  const context: PasswordContext = { email: 'olivia.lovelace@example.com', names: ['Acme Rockets', 'ortto'] };

  it.each([
    'we love acme rockets all day',
    'ACME and ACME and ACME',
    'a-c-m-e is where I work at',
    'olivia likes long walks',
    'my ortto password, written out',
    'the key to roster is this one',
  ])('%j has the organisation, the address or the product in it (S4)', (password) =>
    expect(weakness(password, context)).toBe('name'),
  );

  it('is not compared with very short names, nor with an address if there is none', () => {
    expect(weakness('a long sentence with al and co', { email: 'al@example.com', names: ['Co'] })).toBeUndefined();
    expect(weakness('a long sentence of example', { names: [] })).toBeUndefined();
  });

  // A search that tried every combination would exceed the test's time.
  it.each(['password'.repeat(32), '1'.repeat(256), 'qwertyuiop1'.repeat(23), `${'abc'.repeat(85)}!`])(
    '%j is judged, however long and however much it looks like the list (S5)',
    (password) => expect([undefined, 'common']).toContain(weakness(password, context)),
  );
});

describe('the hash of a password', () => {
  const passwords = new PasswordsService(new PasswordsConfig());

  it('is argon2id with at least the recommended costs, and salted (S6)', async () => {
    const [one, other] = await Promise.all([
      passwords.hash('a long sentence', {}),
      passwords.hash('a long sentence', {}),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('covers the whole password in its normal form (S5)', async () => {
    const long = 'x'.repeat(72);
    const hash = await passwords.hash(`${long}é`, {});
    expect(await passwords.verify(hash, `${long}e\u0301`, {})).toBe(true);
    expect(await passwords.verify(hash, `${long}e`, {})).toBe(false);
  });

  it('matches nothing if there is none', async () => {
    expect(await passwords.verify(undefined, 'a long sentence', {})).toBe(false);
  });

  it('is not made for a caller whose deadline has passed', async () => {
    await expect(passwords.hash('a long sentence', { deadline: Date.now() - 1 })).rejects.toThrow(
      new RosterError(serviceTimeout),
    );
  });
});
