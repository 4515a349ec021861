import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changePassword, createSession, sessionEnded, type CallContext, type ChangePassword } from '@roster/contracts';
import { answered, compete, settled } from '../../../../../test/harness/once-of-many.js';
import { mailsTo } from '../../../../../test/identity/mails.js';
import { codeOf, IdentityWorld, PASSWORD, type Owner } from '../../../../../test/identity/world.js';

const NEW = 'quite another long sentence';

let world: IdentityWorld;
beforeAll(async () => {
  world = await IdentityWorld.create({ RATE_LIMITS: 'true', RATE_LIMIT_SIGN_INS_PER_EMAIL: '5' });
});
afterAll(() => world.close());

const change = ({ call }: Owner, over: Partial<ChangePassword> = {}, more: Partial<CallContext> = {}) =>
  world.gateway.call(changePassword, { currentPassword: PASSWORD, password: NEW, ...over }, { ...call, ...more });
const signIn = (email: string, password: string) =>
  settled(() => world.gateway.call(createSession, { email, password }));
const isOpen = async ({ call }: Owner) =>
  (await world.sql('select from sessions where id = $1 and ended_at is null', [call.actor.sessionId])).length === 1;

describe('a change of password', () => {
  it('needs the current one, and says nothing about the new one before that (S7)', async () => {
    const owner = await world.openAccount();
    const wrong = { currentPassword: 'not the right password' };
    expect(await codeOf(change(owner, { ...wrong, password: 'short' }))).toBe('session.credentials-invalid');
    expect(await codeOf(change(owner, wrong))).toBe('session.credentials-invalid');
    expect(await signIn(owner.email, PASSWORD)).toBe('none');
  });

  it('ends the other sessions in all accounts and keeps this one; they are told (S14, S29)', async () => {
    const owner = await world.openAccount();
    const elsewhere = await world.signIn({ email: owner.email, password: PASSWORD });
    const second = await world.openAccount({ email: owner.email });
    expect(await change(owner)).toEqual({});
    expect([await isOpen(owner), await isOpen(elsewhere), await isOpen(second)]).toEqual([true, false, false]);
    expect(await world.events(sessionEnded, second.call.actor.sessionId)).toHaveLength(1);
    expect(await signIn(owner.email, PASSWORD)).toBe('session.credentials-invalid');
    expect(await signIn(owner.email, NEW)).toBe('none');
    expect(await mailsTo(world, owner.email, 'password-changed')).toHaveLength(1);
    for (const { accountId } of [owner, second]) {
      const noted = `select from activities where account_id = $1 and action = 'password.changed'`;
      expect(await world.sql(noted, [accountId])).toHaveLength(1);
    }
  });

  it('follows the same policy, with the names of all their accounts (S1, S3, S4)', async () => {
    const owner = await world.openAccount({ name: 'Kingfisher' });
    await world.openAccount({ email: owner.email, name: 'Sparrowhawk' });
    for (const password of [
      'x'.repeat(14),
      'password123456789',
      'the kingfisher has landed',
      'the sparrowhawk has landed',
    ]) {
      expect(await codeOf(change(owner, { password }))).toBe('user.password-weak');
    }
  });

  it('allows a shorter one only if all their accounts require a second factor (S1)', async () => {
    const owner = await world.openAccount();
    const { accountId } = await world.openAccount({ email: owner.email });
    const require = (id: string) => world.sql('update accounts set second_factor_required = true where id = $1', [id]);
    await require(owner.accountId);
    expect(await codeOf(change(owner, { password: 'kn8wzq1p' }))).toBe('user.password-weak');
    await require(accountId);
    expect(await codeOf(change(owner, { password: 'kn8wzq1p' }))).toBe('none');
  });

  it('is refused after too many guesses at the current one, even with the right one (S9)', async () => {
    const owner = await world.openAccount();
    for (let i = 0; i < 5; i += 1) {
      const guess = change(owner, { currentPassword: `not the right password ${i}` });
      expect(await codeOf(guess)).toBe('session.credentials-invalid');
    }
    expect(await codeOf(change(owner))).toBe('rate.limited');
  });

  it('has one effect for one idempotency key', async () => {
    const owner = await world.openAccount();
    expect(await change(owner, {}, { idempotencyKey: owner.email })).toEqual({});
    expect(await change(owner, {}, { idempotencyKey: owner.email })).toEqual({});
    expect(await mailsTo(world, owner.email, 'password-changed')).toHaveLength(1);
  });

  it('has one effect for one idempotency key at the same time, and refuses none of them', async () => {
    const owner = await world.openAccount();
    const twice = () => answered(() => change(owner, {}, { idempotencyKey: owner.email }));
    // As many as may be verified at once: each counts as a guess while it is.
    expect(await Promise.all(Array.from({ length: 5 }, twice))).toEqual(Array.from({ length: 5 }, () => ({})));
    expect(await mailsTo(world, owner.email, 'password-changed')).toHaveLength(1);
  });

  it('happens once of many at the same time', async () => {
    const owner = await world.openAccount();
    const sentence = (rival: number) => `the long sentence number ${rival}`;
    const outcome = await compete({
      attempt: (rival) => change(owner, { password: sentence(rival) }),
      effects: async () => (await mailsTo(world, owner.email, 'password-changed')).length,
      rivals: 4,
    });
    expect(outcome).toMatchObject({ effects: 1, told: 1 });
    const signIns = await Promise.all(outcome.winners.map((rival) => signIn(owner.email, sentence(rival))));
    expect(signIns.filter((code) => code === 'none')).toHaveLength(1);
  });

  it('is never required because of the password’s age (S8)', async () => {
    const owner = await world.openAccount();
    await world.sql(`update credentials set changed_at = now() - interval '10 years' where user_id = $1`, [
      owner.call.actor.userId,
    ]);
    const answer = await world.gateway.call(createSession, { email: owner.email, password: PASSWORD });
    expect(answer.challenge).toBeUndefined();
    expect(answer.session).toBeDefined();
  });
});
