import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memberActivated } from '@roster/contracts';
import { select } from '../harness/administrator.js';
import { accepted, compete } from '../harness/once-of-many.js';
import { address, openAccount, PASSWORD, roleId, signIn, unique } from '../harness/people.js';
import { ownSystem, type OwnSystem } from '../harness/system.js';

/** P9: a mailed token has one effect, however many use it at the same instant, and whichever process they meet. */
describe('one-time tokens that many use at once', () => {
  let roster: OwnSystem;

  beforeAll(async () => {
    roster = await ownSystem({ processes: 'all', replicas: { identity: 2 } });
  });

  afterAll(() => roster?.remove());

  const race = (path: string, body: object, effects: () => Promise<number>) =>
    compete({ attempt: () => accepted(roster.api.post(path, body)), effects });
  const once = { effects: 1, told: 1, refusals: ['token.invalid'] };
  /** Those who come later with the right password are signed in; nobody comes in again. */
  const inOnce = { effects: 1, refusals: [] };
  const arrivals = async (accountId: string, email: string) => {
    const sql = `select from outbox o join members m on m.id::text = o.envelope ->> 'subject'
      where o.subject = '${memberActivated.subject}' and m.email = '${email}' and m.account_id = '${accountId}'`;
    return (await select(roster, 'identity', sql)).length;
  };

  it('accepts an invitation once: one member, one seat', async () => {
    const owner = await openAccount(roster);
    const email = address('racer');
    await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] });
    const token = await roster.mail.token(email);
    const body = { token, firstName: 'Rae', lastName: 'Cer', password: PASSWORD };
    const effects = () => arrivals(owner.accountId, email);
    expect(await race('/v1/invitations/accept', body, effects)).toMatchObject(inOnce);
    const [pool] = (await owner.api.get('/v1/billing/seats')).body.pools;
    expect(pool).toMatchObject({ used: 2, reserved: 0 });
  });

  it('lets a person who has a user already in once', async () => {
    const owner = await openAccount(roster);
    const { email } = await openAccount(roster);
    await owner.api.post('/v1/invitations', { emails: [email], roleIds: [await roleId(owner, 'Editor')] });
    const token = await roster.mail.token(email, ({ subject }) => subject.includes('Olivia'));
    const body = { token, password: PASSWORD };
    const effects = () => arrivals(owner.accountId, email);
    expect(await race('/v1/invitations/accept', body, effects)).toMatchObject(inOnce);
    const [pool] = (await owner.api.get('/v1/billing/seats')).body.pools;
    expect(pool).toMatchObject({ used: 2, reserved: 0 });
  });

  it('verifies an address once', async () => {
    const email = address('verifier');
    const owner = { email, password: PASSWORD, firstName: 'Vera', lastName: 'Fier' };
    await roster.api.post('/v1/accounts', { name: unique('Acme'), preset: 'ortto', owner });
    const token = await roster.mail.token(email);
    const active = `select from members where email = '${email}' and status = 'active'`;
    const effects = async () => (await select(roster, 'identity', active)).length;
    expect(await race('/v1/email-verifications', { token }, effects)).toMatchObject(once);
    expect((await signIn(roster, email)).email).toBe(email);
  });
});
