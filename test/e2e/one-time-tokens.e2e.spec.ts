import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { address, openAccount, PASSWORD, roleId, signIn, unique } from '../harness/people.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

const PARALLEL = 200;

/** P9: a mailed token has one effect, however many use it at the same instant, and whichever process they meet. */
describe('one-time tokens under 200 parallel uses', () => {
  let roster: OwnSystem;

  beforeAll(async () => {
    roster = await ownSystem({ replicas: { identity: 2 } });
  }, 90_000);

  afterAll(() => roster?.remove(), 60_000);

  const race = async (path: string, body: object) => {
    const answers = await Promise.all(Array.from({ length: PARALLEL }, () => roster.api.post(path, body)));
    const won = answers.filter(({ status }) => status < 300);
    const refused = answers.filter(({ status, body: problem }) => status === 410 && problem.code === 'token.invalid');
    return { won, refused: refused.length };
  };

  it('accepts an invitation once: one member, one seat, one session', async () => {
    const owner = await openAccount(roster);
    const email = address('racer');
    await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] });
    const token = await roster.mail.token(email);
    const { won, refused } = await race('/v1/invitations/accept', {
      token,
      firstName: 'Rae',
      lastName: 'Cer',
      password: PASSWORD,
    });
    expect([won.length, refused]).toEqual([1, PARALLEL - 1]);
    const sessions = await roster.api.as(won[0]!.body.token).get('/v1/sessions');
    expect(sessions.body.items).toHaveLength(1);
    const [pool] = (await owner.api.get('/v1/billing/seats')).body.pools;
    expect(pool).toMatchObject({ used: 2, reserved: 0 });
  });

  it('lets a person who has a user already in once', async () => {
    const owner = await openAccount(roster);
    const { email } = await openAccount(roster);
    await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] });
    const token = await roster.mail.token(email, ({ subject }) => subject.includes('Olivia'));
    const { won, refused } = await race('/v1/invitations/accept', { token, password: PASSWORD });
    expect([won.length, refused]).toEqual([1, PARALLEL - 1]);
    const [pool] = (await owner.api.get('/v1/billing/seats')).body.pools;
    expect(pool).toMatchObject({ used: 2, reserved: 0 });
  });

  it('verifies an address once', async () => {
    const email = address('verifier');
    const owner = { email, password: PASSWORD, firstName: 'Vera', lastName: 'Fier' };
    await roster.api.post('/v1/accounts', { name: unique('Acme'), preset: 'ortto', owner });
    const token = await roster.mail.token(email);
    const { won, refused } = await race('/v1/email-verifications', { token });
    expect([won.length, refused]).toEqual([1, PARALLEL - 1]);
    expect((await signIn(roster, email)).email).toBe(email);
  });
});
